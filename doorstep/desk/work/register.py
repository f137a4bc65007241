"""What work in progress brings to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.desk.registries import rail
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@rail.at(60)
def work(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Work in progress"), url("desk:work"), "list-checks")
