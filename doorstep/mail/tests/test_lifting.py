"""An address from which an e-mail came back is written to again when a member says so; who asked for silence has it."""

import pytest

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.mail.kinds import MailKind
from doorstep.mail.lifting import lift
from doorstep.mail.models import Message, Suppression
from doorstep.mail.tests.posting import MAYA, deliver, post
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db
AGAIN = f"Ann Reyes lets mail go to {MAYA} again"


def told(subject: Lead | Business) -> list[str]:
    return [sentence(line) for line in Activity.objects.about([subject.pk])]


def test_after_lifting_the_next_mail_goes_out_and_the_withheld_one_stays_unsent(
    ann: Member, maya: Lead, welcome: MailKind, letterbox: Letterbox
) -> None:
    post(welcome, about=maya).bounce("550 5.1.1 No such user")
    withheld = post(welcome, about=maya)
    deliver(withheld)
    lift(Suppression.objects.get(), by=ann)
    deliver(withheld)
    assert letterbox.letters == []
    deliver(post(welcome, about=maya))
    assert len(letterbox.letters) == 1


def test_lifting_is_told_once_to_whoever_the_returned_mail_was_about(
    ann: Member, maya: Lead, welcome: MailKind
) -> None:
    post(welcome, about=maya).bounce("550 5.1.1 No such user")
    held = Suppression.objects.get()
    lift(held, by=ann)
    lift(held, by=ann)
    assert told(maya).count(AGAIN) == 1
    assert held.fresh().lifted_because == "Lifted by Ann Reyes."


def test_lifting_what_concerned_nobody_is_told_on_the_timeline_of_the_business(
    at_fennmoor: Business, ann: Member, welcome: MailKind
) -> None:
    post(welcome).bounce("550 5.1.1 No such user")
    lift(Suppression.objects.get(), by=ann)
    assert AGAIN in told(at_fennmoor)


def test_one_more_bounce_holds_the_address_again(ann: Member, maya: Lead, welcome: MailKind) -> None:
    post(welcome, about=maya).bounce("550 5.1.1 No such user")
    lift(Suppression.objects.get(), by=ann)
    post(welcome, about=maya).bounce("550 5.1.1 Still no such user")
    assert Suppression.objects.standing().count() == 1
    assert Suppression.objects.count() == 2


def test_who_left_a_list_or_complained_is_not_ours_to_bring_back(ann: Member, maya: Lead, welcome: MailKind) -> None:
    message: Message = post(welcome, about=maya, list_key="news")
    message.leave_list("She said so.")
    message.complain("Reported as spam.")
    for held in Suppression.objects.all():
        with pytest.raises(NotAllowed, match="only its reader can take it back"):
            lift(held, by=ann)
    assert Suppression.objects.standing().count() == 2
