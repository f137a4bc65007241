"""Signing in: by password, or by a code from the mail. Both say the same for every address.

An address may have several accounts: each verb is given those that may come in here, and returns those that fit.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.emails import NO_ACCOUNT, SIGN_IN_CODE
from doorstep.accounts.mail_requests import count_mail
from doorstep.accounts.models import Code, User
from doorstep.accounts.models.code import CodePurpose
from doorstep.accounts.models.user import UserQuerySet
from doorstep.accounts.passwords import accounts_matching
from doorstep.accounts.throttle import SIGN_IN, Visitor
from doorstep.kit.errors import NotAllowed


def by_password(accounts: UserQuerySet, *, password: str, by: Visitor) -> list[User]:
    """Raises NotAllowed, in the same words and after the same work, for a wrong password and an unknown address."""
    SIGN_IN.refuse_when_too_early(by, otherwise=_("Or let us send you a code: that works at once."))
    found = accounts_matching(accounts, password)
    if not found:
        SIGN_IN.count(by)
        raise NotAllowed(_("E-mail and password do not fit together. Try again, or let us send you a code."))
    return found


def send_code(
    accounts: UserQuerySet, *, page: str, wishes: dict[str, str], by: Visitor, instead_of: Code | None = None
) -> str:
    """Mails six digits and returns the token for the browser's cookie. Where there is no account, a mail says so.

    `page` is where she signs in. `wishes` are kept with the code: where to go afterwards, whether to stay signed in.
    """
    count_mail(by, page=page)
    _code, token, digits = Code.objects.issue(
        purpose=CodePurpose.SIGN_IN,
        email_key=by.email_key,
        details={"email": by.email, **wishes},
        instead_of=instead_of,
    )
    user = accounts.first()
    if user is None:
        NO_ACCOUNT.send(to=by.email, values={})
    else:
        SIGN_IN_CODE.send(to=user.email, name=user.name, values={"code": digits}, about=user)
    return token


def by_code(accounts: UserQuerySet, code: Code, digits: str, *, token: str) -> list[User]:
    """Raises NotAllowed with what to do next when the digits are wrong or come too late."""
    if code.redeem(digits, token=token) and (found := list(accounts)):
        return found
    left = code.fresh().tries_left
    if not code.fresh().is_alive or not left:
        raise NotAllowed(_("This code is no longer good. Send a new one and use that."), field="code")
    again = ngettext("You can try once more.", "You can try %(left)s more times.", left) % {"left": left}
    raise NotAllowed(_("These are not the six digits of our last e-mail.") + " " + again, field="code")
