"""The timeline of a lead, joined with that of the client it is bound to; newest first, by the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.clients.engagement import without_leads_unseen
from doorstep.clients.models import Binding
from doorstep.kit.paging import Keyset, Page, Segment
from doorstep.leads.kinds import NOTED
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.timeline.kinds import icon_of, sentence_parts
from doorstep.timeline.models import Activity
from doorstep.ui.words import stamp

SIZE = 25
NOON = time(12)
NEWEST_FIRST = Keyset([Segment("all", ("-at", "-id"))])


@dataclass(frozen=True)
class TimelineLine:
    id: UUID
    icon: str
    pieces: list[tuple[str, bool]]
    at: datetime
    body: str
    why: str
    is_note: bool
    message: Message | None


class History:
    def __init__(self, lead: Lead, member: Member, cursor: str = "") -> None:
        self.lead, self.member = lead, member
        self.cursor = cursor
        self.page = self._page()

    @property
    def older(self) -> str:
        return self.page.older

    def days(self) -> Iterator[tuple[str, list[TimelineLine]]]:
        mails = self._mails()
        for local_day, lines in groupby(self.page.rows, key=lambda line: timezone.localdate(line.at)):
            yield _name_of(local_day), [_line(activity, mails) for activity in lines]

    def _mails(self) -> dict[str, Message]:
        """The e-mails that these lines speak of."""
        named = [line.facts["message"] for line in self.page.rows if line.facts.get("message")]
        return (
            {str(mail.pk): mail for mail in Message.objects.filter(pk__in=named).defer("text", "html")} if named else {}
        )

    def _page(self) -> Page[Activity]:
        lines = without_leads_unseen(Activity.objects.filter(subject_id__in=self._subjects()), self.member)
        return NEWEST_FIRST.page_or_first(lines, cursor=self.cursor, size=SIZE)

    def _subjects(self) -> list[UUID]:
        if self.lead.registered_at is None:
            return [self.lead.pk]
        bound = Binding.objects.alive().filter(lead=self.lead).values_list("client_id", flat=True)
        return [self.lead.pk, *bound]


def _line(activity: Activity, mails: dict[str, Message]) -> TimelineLine:
    return TimelineLine(
        id=activity.pk,
        icon=icon_of(activity),
        pieces=list(sentence_parts(activity)),
        at=activity.at,
        body=activity.body,
        why=str(activity.facts.get("because", "")),
        is_note=activity.kind == NOTED.key,
        message=mails.get(activity.facts.get("message", "")),
    )


def _name_of(day: date) -> str:
    """Today, Yesterday, Tue 17 Nov, 17 Nov 2025."""
    days_ago = (timezone.localdate() - day).days
    if days_ago < 2:
        return _("Yesterday") if days_ago == 1 else _("Today")
    return stamp(timezone.make_aware(datetime.combine(day, NOON)))
