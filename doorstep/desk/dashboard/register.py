"""What the dashboard brings to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.desk.registries import rail
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@rail.at(10)
def dashboard(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Dashboard"), url("desk:dashboard"), "house")
