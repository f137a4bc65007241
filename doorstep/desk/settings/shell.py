"""What the settings pages have in common: the second list of links, and where one is."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.accounts.requests import DeskRequest
from doorstep.ui.answers import status_of

Link = tuple[str, str, bool, str]
"""Name, address, whether one is there, icon."""
Group = tuple[str, list[Link]]


def render_page(request: DeskRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    """A page of the settings; `template` stands in desk/settings/."""
    return render(request, f"desk/settings/{template}.html", {"places": places(request), **context}, status=status)


def render_form(request: DeskRequest, template: str, form: BaseForm, **context: object) -> HttpResponse:
    """A page that is one form: 422 when something in it is wrong, 409 when somebody else was quicker."""
    return render_page(request, template, status_of(form), form=form, **context)


def places(request: DeskRequest) -> list[Group]:
    """For an admin of the house all of them, of another team its own, for everybody else what is theirs."""
    you = [
        _link(request, _("Profile"), "desk:profile", "user-round"),
        _link(request, _("Security"), "desk:security", "lock-keyhole"),
    ]
    if not request.member.is_admin:
        return [(_("You"), you)]
    users = _link(request, _("Users"), "desk:users", "users")
    machine = [_link(request, _("API keys"), "desk:keys", "key-round")]
    if not request.member.team.is_house:
        return [(_("You"), you), (request.member.team.name, [users]), (_("Machine"), machine)]
    business = [
        _link(request, _("Business profile"), "desk:business", "building-2"),
        users,
        _link(request, _("Lead types"), "desk:lead-types", "shapes"),
        _link(request, _("Statuses"), "desk:statuses", "columns-3"),
        _link(request, _("Client types"), "desk:client-types", "user-round-check"),
        _link(request, _("Mail templates"), "desk:mail-templates", "mail"),
        _link(request, _("Held-back addresses"), "desk:held-back", "mail-minus"),
    ]
    return [(_("You"), you), (request.business.name, business), (_("Machine"), machine)]


def _link(request: HttpRequest, name: str, view: str, icon: str) -> Link:
    url = reverse(view)
    return name, url, request.path.startswith(url), icon
