"""Passwords: which account one fits, and choosing a new one by a mailed link."""

from collections.abc import Iterable

from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from doorstep.accounts.emails import FIRST_PASSWORD, NEW_PASSWORD, NO_ACCOUNT, PASSWORD_CHANGED
from doorstep.accounts.kinds import PASSWORD_CHOSEN
from doorstep.accounts.mail_requests import count_mail
from doorstep.accounts.models import KnownDevice, Member, PasswordLink, User
from doorstep.accounts.models.password_link import ASKED_FOR, AT_SIGN_IN, FIRST
from doorstep.accounts.models.user import UserQuerySet
from doorstep.accounts.throttle import CONFIRM, Visitor
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor

LONGEST = 256
OF_ITS_OWN = 5  # letters and digits that are neither of the name nor of the address


def password_fault(raw: str, user: User) -> str:
    """What is wrong with a new password and what to type instead; '' when it is good.

    `user` is whose it shall be, unsaved where the account is still to be made. A password that is to be replaced,
    mailed for 72 hours or known to somebody, is not replaced by itself.
    """
    if len(raw) > LONGEST:
        return _("A password has at most %s characters. Choose a shorter one.") % LONGEST
    try:
        validate_password(raw)
    except ValidationError as fault:
        return " ".join(fault.messages)
    if _is_like(raw, user):
        return _("This is too much like your name or e-mail address. Choose another one.")
    if user.has_password and _fits(user, raw, {}):
        return _("This is the password already. Choose another one.")
    return ""


def accounts_matching(accounts: Iterable[User], raw: str) -> list[User]:
    """The accounts whose password this is, and still is after the time it took to hash.

    Hashes once for an address, however many accounts it has, even none.
    """
    tried: dict[str, str] = {}
    found = [account for account in accounts if account.has_usable_password and _fits(account, raw, tried)]
    if not tried:
        make_password(raw)
    return [account for account in found if account.has_kept_its_password()]


def send_set_password_link(user: User, *, by: Actor | None) -> None:
    """To somebody for whom an account was made, at the desk or in the portal."""
    token = PasswordLink.objects.issue(email_key=user.email_key, user=user, lasts=FIRST)
    who = by.actor_name if by else BusinessProfile.objects.select_related("business").get().business.name
    FIRST_PASSWORD.send(
        to=user.email, name=user.name, values={"by": who}, action_url=link_to(token, face_of(user)), about=user, by=by
    )


def ask_for_link(accounts: UserQuerySet, *, face: str, by: Visitor) -> None:
    """Mails a link for a new password; to an address without an account, that it has none. Both take the same time."""
    count_mail(by, page=f"/{face}/sign-in/")
    link = link_to(PasswordLink.objects.issue(email_key=by.email_key, lasts=ASKED_FOR), face)
    user = accounts.first()
    if user is None:
        NO_ACCOUNT.send(to=by.email, values={})
    else:
        NEW_PASSWORD.send(to=user.email, name=user.name, values={}, action_url=link, about=user)


def token_to_replace(user: User) -> str:
    """For somebody who came in with a mailed temporary password: opens the page that replaces it, nothing else."""
    return PasswordLink.objects.issue(email_key=user.email_key, user=user, lasts=AT_SIGN_IN)


def choose(link: PasswordLink, user: User, raw: str) -> None:
    """Sets the password that the link allows, once. Raises NotAllowed when the link is no longer good."""
    if user.is_disabled or not link.opens(user):
        raise _no_longer_good()
    _refuse_no_new_password(raw, user)
    if not link.use():
        raise _no_longer_good()
    _replace(user, raw)
    PASSWORD_CHOSEN.record(user, by=None)


def change(user: User, raw: str, *, current: str, ip: str) -> None:
    """By somebody signed in, who has to know the old one: a session left open on a shared desk is not enough."""
    user.hold()
    confirm(user, current, ip=ip)
    _refuse_no_new_password(raw, user)
    _replace(user, raw)


def confirm(user: User, password: str, *, ip: str) -> None:
    """Wrong ones are counted apart: only somebody signed in gets here, so that no stranger can make her wait."""
    at_home = Visitor(user.email, ip)
    CONFIRM.refuse_when_too_early(at_home)
    if user.has_password and not accounts_matching([user], password):
        CONFIRM.count(at_home)
        raise NotAllowed(_("This is not your password of today. Type it again."), field="current")


def face_of(user: User) -> str:
    """Members come in at the desk, everybody else in the portal."""
    return "desk" if Member.objects.filter(user=user).exists() else "portal"


def link_to(token: str, face: str) -> str:
    business = BusinessProfile.objects.select_related("business").get().business
    return business.address(f"/{face}/sign-in/password/{token}/")


def _no_longer_good() -> NotAllowed:
    return NotAllowed(_("This link was used or is too old. Ask for a new one."))


def _refuse_no_new_password(raw: str, user: User) -> None:
    """Before a link is used: who typed a bad one types again."""
    fault = password_fault(raw, user)
    if fault:
        raise NotAllowed(fault, field="password")


def _replace(user: User, raw: str) -> None:
    """Signs the account out everywhere, ends its other links, forgets its devices, and tells it by mail.

    Whoever knew the old password could have made any number of devices known, each with tries of its own.
    """
    user.set_password(raw)
    PasswordLink.objects.end(user)
    KnownDevice.objects.filter(email_key=user.email_key).delete()
    PASSWORD_CHANGED.send(to=user.email, name=user.name, values={}, about=user)


def _is_like(raw: str, user: User) -> bool:
    """Whether little is left of it without the words of the name and the address.

    Django's own validator compares letters in any order, and refuses “a short sentence” to somebody called Rosa Test.
    """
    left = _letters(raw)
    words = {_letters(word) for word in (*user.name.split(), user.email, *user.email.split("@"))}
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "") if word else left
    return len(left) < OF_ITS_OWN


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _fits(account: User, raw: str, tried: dict[str, str]) -> bool:
    """Hashes once a salt, which the accounts of one address share (`UserQuerySet.hashed`)."""
    hasher = identify_hasher(account.password)
    salt = hasher.decode(account.password)["salt"]
    if hasher.must_update(account.password):  # made with other costs than today's
        tried.setdefault(account.password, "")
        return check_password(raw, account.password)
    if salt not in tried:
        tried[salt] = hasher.encode(raw, salt)
    return constant_time_compare(tried[salt], account.password)
