"""The two faces of signing in: members come to the desk, clients to the portal. One implementation serves both."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from doorstep.accounts import sessions
from doorstep.accounts.cookies import Cookie
from doorstep.accounts.models import User
from doorstep.accounts.models.user import UserQuerySet
from doorstep.kit.opening import may_be_opened


@dataclass(frozen=True)
class Face:
    """`seat` is what an account needs to come in here, `session` the cookie of who is in."""

    key: Literal["desk", "portal"]
    seat: Literal["members", "clients"]
    title: str | Promise
    session: Cookie

    @property
    def home(self) -> str:
        return f"/{self.key}/"

    @property
    def doorstep(self) -> str:
        """The pages of who is not in yet."""
        return f"/{self.key}/sign-in/"

    @property
    def code_cookie(self) -> Cookie:
        """Of who asked for six digits."""
        return Cookie(f"doorstep-{self.key}-code")

    @property
    def link_cookie(self) -> Cookie:
        """Of who opened a link for a new password."""
        return Cookie(f"doorstep-{self.key}-link")

    @property
    def choice_cookie(self) -> Cookie:
        """Of who showed that several accounts are hers."""
        return Cookie(f"doorstep-{self.key}-choice")

    def at(self, page: str) -> str:
        return reverse(f"site:{self.key}-{page}")

    def accounts(self, email: str) -> UserQuerySet:
        """Those of that address that may come in here, oldest first."""
        return User.objects.enabled().called(email).filter(**{f"{self.seat}__isnull": False})

    def wanted(self, request: HttpRequest) -> str:
        """Where the person was going: a page of this face, or its home. Never another host."""
        path = request.GET.get("next", "")
        is_ours = path.startswith(self.home) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        is_page = is_ours and not path.startswith(self.doorstep) and may_be_opened(path)
        return path if is_page else self.home

    def somebody(self, request: HttpRequest) -> bool:
        return getattr(request, "member" if self is DESK else "client", None) is not None


DESK = Face("desk", "members", _("Sign in to the desk"), sessions.DESK)
PORTAL = Face("portal", "clients", _("Sign in"), sessions.PORTAL)
