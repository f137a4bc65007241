"""The deeds of a bulk action, and what takes each back where nobody has changed it since."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.editing import put_tag, take_tag
from doorstep.leads.models import BulkChange, Lead, Tag
from doorstep.tenancy.models import Work

ASSIGN, TAG, DELETE, UNDO = "leads.assign", "leads.tag", "leads.delete", "leads.undo"
Was = dict[str, str]


def _assign(lead: Lead, work: Work, by: Member) -> Was | None:
    member_id = work.arguments["member_id"]
    member = _member(member_id)
    if lead.assignee_id == (member.pk if member else None):
        return None
    was = {"assignee": str(lead.assignee_id or "")}
    lead.assign_to(member, by=by)
    return was


def _assign_back(change: BulkChange, work: Work, by: Member) -> bool:
    if str(change.lead.assignee_id or "") != work.arguments["member_id"]:
        return False
    try:
        change.lead.assign_to(_member(change.was["assignee"]), by=by)
    except NotAllowed:  # she is disabled by now, or somebody took the lead this very moment
        return False
    return True


def _member(pk: str) -> Member | None:
    return Member.objects.select_related("user").filter(pk=pk).first() if pk else None


def _tag(lead: Lead, work: Work, by: Member) -> Was | None:
    return {} if put_tag(lead, Tag.objects.get(pk=work.arguments["tag_id"]), by=by) else None


def _untag(change: BulkChange, work: Work, by: Member) -> bool:
    return take_tag(change.lead, Tag.objects.get(pk=work.arguments["tag_id"]), by=by)


def _delete(lead: Lead, _work: Work, by: Member) -> Was:
    lead.delete_softly(by=by)
    return {}


def _restore(change: BulkChange, _work: Work, by: Member) -> bool:
    return bool(change.lead.restore(by=by))


@dataclass(frozen=True)
class BulkAction:
    """`do` gives what undoing needs, None when nothing had to be done."""

    do: Callable[[Lead, Work, Member], Was | None]
    undo: Callable[[BulkChange, Work, Member], bool]


BULK_ACTIONS = {
    ASSIGN: BulkAction(_assign, _assign_back),
    TAG: BulkAction(_tag, _untag),
    DELETE: BulkAction(_delete, _restore),
}


def summary(work: Work) -> str:
    """What came out, in sentences a person can check."""
    done, same, refused = (work.outcome.get(name, 0) for name in ("changed", "unchanged", "refused"))
    words = {
        ASSIGN: ngettext("%d lead was assigned.", "%d leads were assigned.", done),
        TAG: ngettext("%d lead was tagged.", "%d leads were tagged.", done),
        DELETE: ngettext("%d lead was deleted.", "%d leads were deleted.", done),
        UNDO: ngettext("%d lead is as it was before.", "%d leads are as they were before.", done),
    }
    sentences = [words[work.kind] % done]
    if same and work.kind == UNDO:
        sentences.append(ngettext("%d was changed since and stayed.", "%d were changed since and stayed.", same) % same)
    elif same:
        sentences.append(ngettext("%d was so already.", "%d were so already.", same) % same)
    if refused and work.kind == DELETE:
        sentences.append(ngettext("%d was registered and stayed.", "%d were registered and stayed.", refused) % refused)
    elif refused:
        sentences.append(ngettext("%d could not be changed.", "%d could not be changed.", refused) % refused)
    if left := work.total - work.done:
        kept = ngettext(
            "%d is not in the list any more and stayed.", "%d are not in the list any more and stayed.", left
        )
        sentences.append(kept % left)
    return " ".join(sentences)
