"""Ctrl K: whatever the rooms let one find, any page, any action."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.registries import PaletteAction, PaletteSearch, palette_actions, palette_matches
from doorstep.desk.settings.shell import places as settings_places
from doorstep.desk.shell import rail


@require_GET
@desk
def palette(request: DeskRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    found = list(palette_matches.items(PaletteSearch(request, typed))) if typed else []
    fitting = [place for place in _places(request) if typed.casefold() in place.name.casefold()]
    template = "desk/palette_options.html" if request.headers.get("HX-Request") else "desk/palette.html"
    return render(request, template, {"typed": typed, "found": found, "fitting": fitting})


def _places(request: DeskRequest) -> Iterator[PaletteAction]:
    yield from palette_actions.items(request)
    for group in rail(request):
        for link in group.links if not group.is_menu else ():
            yield PaletteAction(link.name, link.url, link.icon, _("Page"))
    for _group, places in settings_places(request):
        for name, url, _current, icon in places:
            yield PaletteAction(name, url, icon, _("Settings"))
