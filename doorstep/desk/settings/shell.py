"""What the settings pages have in common: the second list of links, and where one is."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.accounts.requests import DeskRequest
from doorstep.desk.registries import SettingsPage, settings_pages
from doorstep.ui.answers import status_of
from doorstep.ui.jinja import url

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
    """The registered pages that the member may open, by group; a group without any is not shown."""
    team = request.member.team
    groups = {"you": _("You"), "team": request.business.name if team.is_house else team.name, "machine": _("Machine")}
    found = list(settings_pages.items(request))
    links = {group: [_link(request, page) for page in found if page.group == group] for group in groups}
    return [(name, links[group]) for group, name in groups.items() if links[group]]


def _link(request: HttpRequest, page: SettingsPage) -> Link:
    address = url(page.view)
    return page.name, address, request.path.startswith(address), page.icon
