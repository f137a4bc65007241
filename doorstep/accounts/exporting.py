"""The lists of this package as files: users, API keys, and what a member asked for."""

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import ApiKey, Member, Session
from doorstep.kit.tables import Cell
from doorstep.tenancy.exporting import Export, exported, local_cell
from doorstep.tenancy.models import Work


@exported("users", gettext_lazy("Users"))
def users_export(work: Work) -> Export[Member]:
    header = [
        *(_("Name"), _("E-mail"), _("Manager"), _("Admin access"), _("View downline"), _("Enabled")),
        *(_("Added"), _("Last signed in")),
    ]
    team = Member.objects.visible_to(Member.objects.who_asked_for(work))
    return Export(header, team.select_related("user", "manager__user"), _user_lines)


@exported("keys", gettext_lazy("API keys"))
def keys_export(work: Work) -> Export[ApiKey]:
    header = [_("Name"), _("May"), _("Ends in"), _("Made"), _("Made by"), _("Expires"), _("Revoked")]
    keys = ApiKey.objects.filter(team_id=Member.objects.who_asked_for(work).team_id)
    return Export(header, keys.select_related("made_by__user"), _key_lines)


@exported("work", gettext_lazy("Work in progress"))
def works_export(work: Work) -> Export[Work]:
    header = [_("Work"), _("State"), _("What came out"), _("Asked for"), _("Finished")]
    return Export(header, Work.objects.filter(asked_by=work.asked_by), _work_lines)


def _user_lines(members: list[Member]) -> Iterator[list[Cell]]:
    sessions = Session.objects.filter(user__in=[member.user_id for member in members])
    seen = dict(sessions.values("user").annotate(at=Max("created_at")).values_list("user", "at"))
    for member in members:
        yield [
            *(member.actor_name, member.user.email, member.manager.actor_name if member.manager else ""),
            *map(_yes_or_no, (member.is_admin, member.view_downline, member.is_enabled)),
            *map(local_cell, (member.created_at, seen.get(member.user_id))),
        ]


def _key_lines(keys: list[ApiKey]) -> Iterator[list[Cell]]:
    for key in keys:
        maker = key.made_by.actor_name if key.made_by else ""
        when = (local_cell(key.created_at), maker, local_cell(key.expires_at), local_cell(key.revoked_at))
        yield [key.name, ", ".join(key.scopes), key.hint, *when]


def _work_lines(works: list[Work]) -> Iterator[list[Cell]]:
    for work in works:
        yield [work.title, work.get_state_display(), work.note, *map(local_cell, (work.created_at, work.finished_at))]


def _yes_or_no(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")
