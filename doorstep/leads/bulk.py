"""One deed for many leads: asked for at the desk, done by a worker step by step, undone as a whole."""

from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.leads import bulk_steps
from doorstep.leads.bulk_actions import ASSIGN, BULK_ACTIONS, DELETE, TAG, UNDO
from doorstep.leads.chosen import Chosen
from doorstep.leads.models import Tag
from doorstep.tenancy.askers import Asker
from doorstep.tenancy.models import Work
from doorstep.tenancy.steps import in_steps
from doorstep.tenancy.work import WorkKind, declare


def assign_many(chosen: Chosen, member: Member | None, *, by: Member) -> Work:
    title = _("Assigning leads to %s") % member if member else _("Putting leads back into the pool")
    return _ask(ASSIGN, title, chosen, by=by, member_id=str(member.pk) if member else "")


def tag_many(chosen: Chosen, tag: Tag, *, by: Member) -> Work:
    return _ask(TAG, _("Tagging leads as “%s”") % tag, chosen, by=by, tag_id=str(tag.pk))


def delete_many(chosen: Chosen, *, by: Member) -> Work:
    return _ask(DELETE, _("Deleting leads"), chosen, by=by)


def _ask(key: str, title: str, chosen: Chosen, *, by: Member, **arguments: str) -> Work:
    return KINDS[key].ask(title, by=by, arguments={**chosen.arguments, **arguments})


def _ask_to_undo(work: Work, by: Asker) -> Work:
    return UNDOING.ask(_("Undoing “%s”") % work, by=by, arguments={"of": str(work.pk)})


KINDS = {key: declare(WorkKind(key, run=in_steps(bulk_steps.step), undo=_ask_to_undo)) for key in BULK_ACTIONS}
UNDOING = declare(WorkKind(UNDO, run=in_steps(bulk_steps.undo_step)))
