"""The deeds of a bulk action, and what takes each back where nobody has changed it since."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.editing import put_tag, take_tag
from doorstep.leads.models import BulkChange, Lead, Tag
from doorstep.tenancy.models import Work
from doorstep.ui.words import number

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


Words = Callable[[int], str]


@dataclass(frozen=True)
class BulkWords:
    """A sentence each for how many leads were changed, were so already, and refused."""

    changed: Words
    unchanged: Words = lambda n: ngettext("%s was so already.", "%s were so already.", n) % number(n)
    refused: Words = lambda n: ngettext("%s could not be changed.", "%s could not be changed.", n) % number(n)


@dataclass(frozen=True)
class BulkAction:
    """`do` gives what undoing needs, None when nothing had to be done."""

    do: Callable[[Lead, Work, Member], Was | None]
    undo: Callable[[BulkChange, Work, Member], bool]
    words: BulkWords


BULK_ACTIONS = {
    ASSIGN: BulkAction(
        do=_assign,
        undo=_assign_back,
        words=BulkWords(lambda n: ngettext("%s lead was assigned.", "%s leads were assigned.", n) % number(n)),
    ),
    TAG: BulkAction(
        do=_tag,
        undo=_untag,
        words=BulkWords(lambda n: ngettext("%s lead was tagged.", "%s leads were tagged.", n) % number(n)),
    ),
    DELETE: BulkAction(
        do=_delete,
        undo=_restore,
        words=BulkWords(
            lambda n: ngettext("%s lead was deleted.", "%s leads were deleted.", n) % number(n),
            refused=lambda n: (
                ngettext("%s was registered and stayed.", "%s were registered and stayed.", n) % number(n)
            ),
        ),
    ),
}
OF_UNDOING = BulkWords(
    lambda n: ngettext("%s lead is as it was before.", "%s leads are as they were before.", n) % number(n),
    unchanged=lambda n: (
        ngettext("%s was changed since and stayed.", "%s were changed since and stayed.", n) % number(n)
    ),
)


def summary(work: Work, words: BulkWords) -> str:
    """What came out, in sentences a person can check."""
    done, same, refused = (work.outcome.get(name, 0) for name in ("changed", "unchanged", "refused"))
    sentences = [words.changed(done)]
    if same:
        sentences.append(words.unchanged(same))
    if refused:
        sentences.append(words.refused(refused))
    if left := work.total - work.done:
        kept = ngettext(
            "%s is not in the list any more and stayed.", "%s are not in the list any more and stayed.", left
        )
        sentences.append(kept % number(left))
    return " ".join(sentences)
