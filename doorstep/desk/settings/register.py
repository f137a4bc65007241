"""The settings pages: for an admin of the house all of them, of another team its own, for others what is theirs."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.accounts.requests import DeskRequest
from doorstep.desk.registries import SettingsPage, new_entries, settings_pages
from doorstep.desk.shell import member_of
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@settings_pages.at(10)
def you(_request: DeskRequest) -> Iterator[SettingsPage]:
    yield SettingsPage("you", _("Profile"), "desk:profile", "user-round")
    yield SettingsPage("you", _("Security"), "desk:security", "lock-keyhole")


@settings_pages.at(20)
def business_profile(request: DeskRequest) -> Iterator[SettingsPage]:
    if request.member.sets_up_the_business:
        yield SettingsPage("team", _("Business profile"), "desk:business", "building-2")


@settings_pages.at(30)
def users(request: DeskRequest) -> Iterator[SettingsPage]:
    if request.member.is_admin:
        yield SettingsPage("team", _("Users"), "desk:users", "users")


@settings_pages.at(40)
def options(request: DeskRequest) -> Iterator[SettingsPage]:
    if request.member.sets_up_the_business:
        yield SettingsPage("team", _("Lead types"), "desk:lead-types", "shapes")
        yield SettingsPage("team", _("Statuses"), "desk:statuses", "columns-3")
        yield SettingsPage("team", _("Client types"), "desk:client-types", "user-round-check")


@settings_pages.at(50)
def mail(request: DeskRequest) -> Iterator[SettingsPage]:
    if request.member.sets_up_the_business:
        yield SettingsPage("team", _("Mail templates"), "desk:mail-templates", "mail")
        yield SettingsPage("team", _("Held-back addresses"), "desk:held-back", "mail-minus")


@settings_pages.at(60)
def keys(request: DeskRequest) -> Iterator[SettingsPage]:
    if request.member.is_admin:
        yield SettingsPage("machine", _("API keys"), "desk:keys", "key-round")


@new_entries.at(50)
def new_user(request: HttpRequest) -> Iterator[RailLink]:
    if member_of(request).is_admin:
        yield RailLink(_("User"), url("desk:new-user"), "user-round-plus")
