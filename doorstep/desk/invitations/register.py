"""What invitations bring to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.desk.registries import rail
from doorstep.desk.shell import member_of
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@rail.at(40)
def invitations(request: HttpRequest) -> Iterator[RailLink]:
    """They belong to the house: a buyer works leads only."""
    if member_of(request).team.is_house:
        yield RailLink(_("Invitations"), url("desk:invitations"), "mail")
