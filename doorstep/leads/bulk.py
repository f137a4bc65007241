"""One deed for many leads: asked for at the desk, done by a worker step by step, undone as a whole."""

from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads import jobs
from doorstep.leads.bulk_actions import ASSIGN, BULK_ACTIONS, DELETE, TAG, UNDO
from doorstep.leads.chosen import Chosen
from doorstep.leads.models import Tag
from doorstep.tenancy.models import Work


def assign_many(chosen: Chosen, member: Member | None, *, by: Member) -> Work:
    title = _("Assigning leads to %s") % member if member else _("Putting leads back into the pool")
    return _ask(ASSIGN, title, chosen, by=by, member_id=str(member.pk) if member else "")


def tag_many(chosen: Chosen, tag: Tag, *, by: Member) -> Work:
    return _ask(TAG, _("Tagging leads as “%s”") % tag, chosen, by=by, tag_id=str(tag.pk))


def delete_many(chosen: Chosen, *, by: Member) -> Work:
    return _ask(DELETE, _("Deleting leads"), chosen, by=by)


def undo(work: Work, *, by: Member) -> Work:
    """Another work, which takes back what `work` did where nobody has changed it since."""
    work.hold()
    if not can_be_undone(work):
        raise NotAllowed(_("“%s” is not over yet, was already undone, or is more than 90 days old.") % work)
    work.outcome["undone"] = 1
    work.save(update_fields=["outcome"])
    return _ask(UNDO, _("Undoing “%s”") % work, Chosen(), by=by, of=str(work.pk))


def can_be_undone(work: Work) -> bool:
    return (
        work.kind in BULK_ACTIONS
        and work.is_recent
        and bool(work.outcome.get("changed"))
        and "undone" not in work.outcome
    )


def _ask(kind: str, title: str, chosen: Chosen, *, by: Member, **arguments: str) -> Work:
    work = Work.objects.ask(kind=kind, title=title, by=by, arguments={**chosen.arguments, **arguments})
    jobs.run_bulk.later(work_id=work.pk)
    return work
