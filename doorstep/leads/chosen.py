"""Which leads somebody means: some by name, or all that filters let through."""

from dataclasses import dataclass, field

from doorstep.accounts.models import Member
from doorstep.leads.lists.filters import LeadFilters, Query
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.tenancy.models import Work


@dataclass(frozen=True)
class Chosen:
    lead_ids: tuple[str, ...] = ()
    query: Query = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, object]:
        return {"lead_ids": list(self.lead_ids)} if self.lead_ids else {"query": self.query}


def chosen_leads(work: Work, by: Member) -> LeadQuerySet:
    """Those of them that the member sees now.

    Without those that came in after it was asked for: identifiers are made in the order of time.
    """
    if "lead_ids" in work.arguments:
        return Lead.objects.visible_to(by).filter(pk__in=work.arguments["lead_ids"])
    return LeadFilters.read(work.arguments["query"]).apply(Lead.objects.filter(pk__lte=work.pk), by)
