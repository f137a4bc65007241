"""Which leads a member may see, and how the many are narrowed to the few."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.accounts.models.member import AFTER_EVERY_STEP
from doorstep.leads.lists.search_query import search_query
from doorstep.leads.stages import Stage, in_stage
from doorstep.tenancy.models import TenantQuerySet

NAMED_AT_MOST = 2_000
ONLY_ITSELF = " "  # sorts before every hexadecimal digit


class LeadQuerySet(TenantQuerySet["Lead"]):  # type: ignore[name-defined]  # the plugin loses the circle
    def visible_to(self, member: Member) -> "LeadQuerySet":
        """The only way in: the team's own leads; all for an admin, else one's own, with view_downline those below.

        The unassigned pool is everybody's in the team.
        """
        return self.within_reach_of(member).filter(deleted_at=None)

    def deleted_within_reach_of(self, member: Member) -> "LeadQuerySet":
        """What could be restored by this member."""
        return self.within_reach_of(member).exclude(deleted_at=None)

    def within_reach_of(self, member: Member) -> "LeadQuerySet":
        """As `visible_to`, the deleted among them."""
        own_team = self.filter(team_id=member.team_id)
        if member.sees_everything:
            return own_team
        if member.view_downline:
            below = Q(assignee_path__gte=member.path, assignee_path__lt=member.path + AFTER_EVERY_STEP)
            return own_team.filter(below | Q(assignee_path=""))
        return own_team.filter(assignee_path__in=(member.path, ""))

    def in_parts_for(self, member: Member) -> "list[LeadQuerySet]":
        """The same leads, cut where what the member sees is cut: an index serves each part, and none both together."""
        if member.sees_everything:
            return [self]
        start, end = paths_of(member)
        return [self.filter(assignee_path=""), self.filter(assignee_path__gte=start, assignee_path__lt=end)]

    def search(self, text: str, *, member: Member) -> "LeadQuerySet":
        """Leads within reach in whose name, e-mail, phone, company, city or source every word of `text` stands."""
        return Search.of(text, member).among(self.visible_to(member))

    def in_stage(self, *stages: Stage) -> "LeadQuerySet":
        now = timezone.now()
        condition = Q()
        for stage in stages:
            condition |= in_stage(stage, now)
        return self.filter(condition)

    def unassigned(self) -> "LeadQuerySet":
        return self.filter(assignee_path="")

    def received_between(self, start: datetime, end: datetime) -> "LeadQuerySet":
        return self.filter(received_at__gte=start, received_at__lt=end)

    def tagged(self, tag_ids: Iterable[UUID]) -> "LeadQuerySet":
        """Leads that bear one of these tags at least."""
        bearing = self.model._meta.get_field("lead_tags").related_model.objects.filter(tag_id__in=list(tag_ids))
        return self.filter(pk__in=bearing.values("lead_id"))

    def tagged_by_index(self, tag_ids: Iterable[UUID]) -> "LeadQuerySet":
        """The same, for a list that is read along an index until it is long enough: by the row's own copy of its tags,
        which the database keeps (`sql/tags.sql`) and no index holds."""
        borne = [Q(RawSQL("%s::uuid = ANY(leads_lead.tag_ids)", [pk], BooleanField())) for pk in tag_ids]  # nosec B611
        return self.filter(reduce(or_, borne)) if borne else self.none()  # half the time of one && with all of them

    def same_person(self, *, email_key: str = "", phone_key: str = "") -> "LeadQuerySet":
        """Leads that bear this e-mail or this phone."""
        same = Q()
        if email_key:
            same |= Q(email_key=email_key)
        if phone_key:
            same |= Q(phone_key=phone_key)
        return self.filter(same, deleted_at=None) if same else self.none()


@dataclass(frozen=True)
class Search:
    """One or two letters are looked for at the beginning of names, addresses and numbers only.

    Row-level security lets only a function of its own use the trigram index, so the database is asked at once. What
    fits too many leads to name them is found by reading along instead, which then takes few steps.
    """

    looked_for: str
    named: list[UUID] | None

    @classmethod
    def of(cls, text: str, member: Member) -> Self:
        looked_for = search_query(text)
        start, end = paths_of(member)
        with connection.cursor() as cursor:
            query = "SELECT ARRAY(SELECT lead_search(%s, %s, %s, %s, %s))"
            cursor.execute(query, [looked_for, NAMED_AT_MOST + 1, member.team_id, start, end])
            (found,) = cursor.fetchone()
        return cls(looked_for, found if len(found) <= NAMED_AT_MOST else None)

    def among(self, leads: LeadQuerySet) -> LeadQuerySet:
        if self.named is None:
            return leads.filter(_few_enough_to_name_or_scan(self.looked_for))
        return leads.filter(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [self.named]))  # nosec B611


def _few_enough_to_name_or_scan(looked_for: str) -> Q:
    """The same conditions as in `lead_search`."""
    if len(looked_for) < 3:
        starts = {"name_key": looked_for, "email_key": looked_for, "phone_key": f"+{looked_for}"}
        return reduce(or_, (Q(**{f"{column}__startswith": start}) for column, start in starts.items()))
    words = (f" {word}" if len(word) < 3 else word for word in looked_for.split(" "))
    return reduce(and_, (Q(searched__contains=word) for word in words))


def reaches(member: Member, path: str) -> bool:
    """Whether leads assigned to whoever has this path are the member's to see."""
    start, end = paths_of(member)
    return start <= path < end


class Visibility:
    """A member, equal to whoever sees the same leads in the same time zone."""

    def __init__(self, member: Member) -> None:
        self.member = member
        seen = member.business_id, member.team_id, member.path, member.sees_everything, member.view_downline
        self._sees = *seen, timezone.get_current_timezone_name()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Visibility) and self._sees == other._sees

    def __hash__(self) -> int:
        return hash(self._sees)


def paths_of(member: Member) -> tuple[str, str]:
    """The range of paths below which the member sees leads, besides the pool."""
    if member.sees_everything:
        return "", AFTER_EVERY_STEP
    return member.path, member.path + (AFTER_EVERY_STEP if member.view_downline else ONLY_ITSELF)
