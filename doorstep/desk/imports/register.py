"""What imports bring to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.desk.registries import new_entries, rail
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@rail.at(50)
def imports(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Imports"), url("desk:imports"), "upload")


@new_entries.at(90)
def new_import(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Import contacts"), url("desk:imports"), "upload")
