"""Asking for a mail: a code or a link. A few go out an hour, then a last one with a link that gets past strangers."""

from django.utils.translation import gettext as _

from doorstep.accounts.emails import GO_ON
from doorstep.accounts.models import Attempt, KnownDevice
from doorstep.accounts.models.attempt import AttemptKind
from doorstep.accounts.models.known_device import MAILED
from doorstep.accounts.throttle import AN_HOUR, MAIL, Visitor
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.models import BusinessProfile


def count_mail(who: Visitor, *, page: str) -> None:
    """Before each mail that somebody asks for. Raises NotAllowed when none goes out, with what to do instead.

    `page` is where she asked: the last mail's link leads back there.
    """
    MAIL.take_turns(who)
    if who.ticket:
        MAIL.refuse_when_used_up(who)
    else:
        MAIL.refuse_a_crowded_place(who)
        if MAIL.are_used_up(who):
            _send_a_link_to_go_on(who, page=page)
            raise NotAllowed(
                _(
                    "Several e-mails went to this address within the hour."
                    " Press the button in the newest one on this device, then go on here."
                )
            )
    MAIL.count(who)


def _send_a_link_to_go_on(who: Visitor, *, page: str) -> None:
    """Once an hour. It lasts longer than that, so that whoever reads this sentence has one that works."""
    sent = Attempt.objects.filter(kind=AttemptKind.GO_ON, email_key=who.email_key)
    if sent.within(AN_HOUR).exists():
        return
    Attempt.objects.create(kind=AttemptKind.GO_ON, email_key=who.email_key, ip=who.place)
    token = KnownDevice.objects.issue(email_key=who.email_key, lasts=MAILED)
    business = BusinessProfile.objects.select_related("business").get().business
    GO_ON.send(to=who.email, values={}, action_url=business.address(f"{page}device/{token}/"))
