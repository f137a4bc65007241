"""Sign-up with full name, e-mail, password and a code by mail (requirements 004-08 to 004-12).

Every address takes the same steps.

The account is made when the code is typed; until then there is nothing but a code row with what was asked for.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.mail_requests import count_mail
from doorstep.accounts.models import Code, User
from doorstep.accounts.models.code import CodePurpose
from doorstep.accounts.passwords import password_fault
from doorstep.accounts.throttle import Visitor
from doorstep.clients.emails import ALREADY_HERE, CONFIRMATION_CODE
from doorstep.clients.models import Client, Invitation
from doorstep.clients.registration import register
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, email_fault
from doorstep.tenancy.models import BusinessProfile

SIGN_IN, SIGN_UP = "/portal/sign-in/", "/portal/sign-up/"
AND_THEN_JOIN = "?next=/portal/sign-up/"


@dataclass(frozen=True)
class SignUpRequest:
    """What a person typed to sign up, and where from."""

    name: str
    email: str
    password_hash: str
    invitation_id: str = ""

    @property
    def invitation(self) -> Invitation | None:
        if not self.invitation_id:
            return None
        return Invitation.objects.select_related("lead", "client_type").filter(pk=UUID(self.invitation_id)).first()


def begin(
    *, name: str, password: str, by: Visitor, invitation: Invitation | None = None, instead_of: Code | None = None
) -> str:
    """Mails a code and returns the token for the browser's cookie. A code that it asked for before ends.

    To an address that may not register again goes a mail that says so, instead of the code. Nobody can tell the two
    apart at the page: same words, same work, same time.
    """
    if not by.email_key:
        raise NotAllowed(email_fault(by.email), field="email")
    if fault := password_fault(password, User(name=name, email=by.email)):
        raise NotAllowed(fault, field="password")
    called = clean_line(name)
    if not called:
        raise NotAllowed(_("Type your name, first and last."), field="name")
    password_hash = User.objects.hashed(password, email_key=by.email_key)
    told = SignUpRequest(called, by.email_key, password_hash, str(invitation.pk) if invitation else "")
    return _send_code(told, by=by, instead_of=instead_of)


def asked(token: str) -> tuple[Code, SignUpRequest] | None:
    """The code row of this browser and what was asked for, whether it still works or not."""
    code = Code.objects.of(token, purpose=CodePurpose.SIGN_UP)
    return (code, SignUpRequest(**code.details)) if code and code.details else None


def send_another(code: Code, *, by: Visitor) -> str:
    """A new code to the same address; the old one stops working."""
    return _send_code(SignUpRequest(**code.details), by=by, instead_of=code)


def finish(code: Code, digits: str, *, token: str) -> Client:
    """The account, once the right code is typed.

    Raises NotAllowed beside the field `code` for a wrong or late one, without a field when the link was used meanwhile.
    """
    if not code.redeem("".join(digits.split()), token=token):
        raise NotAllowed(_what_to_do_next(code.fresh()), field="code")
    told = SignUpRequest(**code.details)
    Code.objects.filter(pk=code.pk).update(details={})
    return register(name=told.name, email=told.email, password_hash=told.password_hash, invitation=told.invitation)


def _what_to_do_next(code: Code) -> str:
    if not code.is_alive or not code.tries_left:
        return _("This code is no longer good. Send a new one and use that.")
    again = ngettext("You can try once more.", "You can try %(left)s more times.", code.tries_left) % {
        "left": code.tries_left
    }
    return _("These are not the six digits of our last e-mail.") + " " + again


def _send_code(told: SignUpRequest, *, by: Visitor, instead_of: Code | None) -> str:
    """The link of an invitation is a ticket: whoever holds it is counted by it, whatever strangers did."""
    count_mail(by.holding(UUID(told.invitation_id) if told.invitation_id else None), page=SIGN_UP)
    _code, token, digits = Code.objects.issue(
        purpose=CodePurpose.SIGN_UP, email_key=told.email, details=vars(told), instead_of=instead_of
    )
    profile = BusinessProfile.objects.select_related("business").get()
    if profile.allow_duplicate_contact or not User.objects.in_the_way(told.email).exists():
        CONFIRMATION_CODE.send(to=told.email, name=told.name, values={"code": digits})
    else:
        there = SIGN_IN + (AND_THEN_JOIN if told.invitation_id else "")
        ALREADY_HERE.send(to=told.email, name=told.name, values={}, action_url=profile.business.address(there))
    return token
