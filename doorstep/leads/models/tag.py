"""A team's own tags, and which lead bears which: plain keys, so that an index serves the filter under row-level
security. That a lead bears only tags of its own team, the database keeps (migration 0010).
"""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.leads.models.lead import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class TagQuerySet(TenantQuerySet["Tag"]):
    def visible_to(self, member: Member) -> "TagQuerySet":
        """How a team sorts its leads is its own business: neither the house nor another buyer reads it."""
        return self.filter(team_id=member.team_id)

    def named(self, name: str, *, team_id: UUID) -> "Tag":
        """The team's tag of that name, made when it is new; case does not make another tag."""
        clean = clean_line(name, 60)
        if not clean:
            raise NotAllowed(_("Type a name."), field="tag")
        of_team = self.filter(team_id=team_id)
        found = of_team.filter(name__iexact=clean).first()
        if found is None:
            self.bulk_create(
                [self.model(name=clean, team_id=team_id)], ignore_conflicts=True
            )  # two at the same moment make one
            found = of_team.get(name__iexact=clean)
        return found


class Tag(TenantModel):
    team = SameBusinessKey(Team, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)

    objects = TenantManager.from_queryset(TagQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "business", "team", models.functions.Lower("name"), name="one_tag_per_name_in_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeadTag(TenantModel):
    lead = SameBusinessKey(Lead, models.CASCADE, related_name="lead_tags")
    tag = SameBusinessKey(Tag, models.CASCADE, related_name="lead_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "lead", "tag"], name="one_tag_once_per_lead")]
        indexes = [models.Index(fields=["business", "tag", "lead"], name="leads_of_a_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.lead_id}"
