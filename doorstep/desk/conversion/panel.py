"""What the conversion part of a lead's page shows."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.clients.models import Binding, ClientType
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.refusals import why_not_invited
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.mail.models import Suppression
from doorstep.ui.words import day

Outcome = tuple[str, str]


@dataclass(frozen=True)
class ConversionPanel:
    """Nothing for a buyer's leads: clients belong to the house."""

    lead: Lead
    member: Member

    @property
    def is_shown(self) -> bool:
        return bool(self.lead.team.is_house)

    @cached_property
    def binding(self) -> Binding | None:
        bound = Binding.objects.alive().filter(lead=self.lead)
        return bound.select_related("client__user", "client__client_type", "bound_by__user").first()

    @cached_property
    def client_types(self) -> list[tuple[str, str]]:
        return ClientType.objects.choices()

    @property
    def chosen_type(self) -> str:
        """What was chosen last, else the first."""
        last = self.lead.invitations.for_account().order_by("-sent_at").values_list("client_type_id", flat=True).first()
        return str(last) if last else next(iter(dict(self.client_types)), "")

    @cached_property
    def why_no_mail(self) -> str:
        return why_not_invited(self.lead, by=self.member)

    @property
    def held_back_url(self) -> str:
        """Where an admin of the house can lift what holds the mail back; empty when nothing does."""
        if not (self.member.is_admin and self.member.team.is_house and self.lead.email_key):
            return ""
        is_held = Suppression.objects.against(self.lead.email_key, "").exists()
        return reverse("desk:held-back", query={"q": self.lead.email_key}) if is_held else ""

    @property
    def what_the_mail_does(self) -> list[Outcome]:
        works = list(self.lead.invitations.for_account().works().order_by("sent_at"))
        lines = [("mail", _("A fresh link goes to %s") % self.lead.email)]
        if len(works) == 1:
            lines.append(("link", _("The link sent on %s keeps working") % day(works[0].sent_at)))
        elif works:
            lines.append(("link", _("%s links sent before keep working") % len(works)))
        return [*lines, ("check", _("Who registers by it becomes a client of this type, and these actions close"))]

    @property
    def link_is_over(self) -> bool:
        return self.lead.stage == Stage.INVITATION_EXPIRED

    @property
    def how(self) -> str:
        """How the lead became a client, and by whom."""
        if self.binding is None:
            return ""
        how = str(BindingMethod(self.binding.how).label)
        return f"{how}, {self.binding.bound_by.actor_name}" if self.binding.bound_by else how
