"""Leads as a file that opens in a spreadsheet program, and can be imported again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID

from django.core.files import File
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.accounts.models import Member
from doorstep.kit.tables import Cell, write_csv, write_xlsx
from doorstep.leads.choices import Choices
from doorstep.leads.chosen import chosen_leads
from doorstep.leads.models import Field, Lead, LeadTag
from doorstep.tenancy import scope
from doorstep.tenancy.models import BusinessProfile, Work

EXPORT = "leads.export"
CHUNK = 1_000
COLUMNS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "company": gettext_lazy("Company"),
    "job_title": gettext_lazy("Job title"),
    "street": gettext_lazy("Street"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "website": gettext_lazy("Website"),
    "birthday": gettext_lazy("Birthday"),
    "source": gettext_lazy("Source"),
    "brought_from": gettext_lazy("Brought from"),
    "referral_source": gettext_lazy("Referral source"),
    "property_interest": gettext_lazy("Property"),
    "search_criteria": gettext_lazy("Search criteria"),
    "received_at": gettext_lazy("Received"),
    "last_contact_at": gettext_lazy("Last contact"),
    "registered_at": gettext_lazy("Registered"),
}


class Format(TextChoices):
    CSV = "csv", gettext_lazy("CSV, for any program")
    XLSX = "xlsx", gettext_lazy("XLSX, for Excel")


def run(business_id: UUID, work_id: UUID) -> None:
    """Chunk by chunk, so that its progress is seen. A killed worker's file is begun again: nothing else has changed."""
    with scope(business_id), timezone.override(BusinessProfile.objects.get().zone):
        work = Work.objects.get(pk=work_id)
        if work.is_over:
            return
        ledger = Ledger(Member.objects.select_related("user", "team").get(pk=str(work.asked_by)))
        Work.objects.filter(pk=work.pk).update(done=0)
        work.begin(total=chosen_leads(work, ledger.member).count())
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"leads.{work.arguments['format']}"
        write = write_xlsx if work.arguments["format"] == "xlsx" else write_csv
        write(file, ledger.header, _rows(business_id, work, ledger))
        with scope(business_id):
            _finish(work.fresh(), file)


def one_as_csv(lead: Lead, *, by: Member, target: IO[bytes]) -> None:
    ledger = Ledger(by)
    write_csv(target, ledger.header, ledger.lines([lead]))


class Ledger:
    """The columns of a business: the details, the chosen words, and its own fields."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.choices = Choices.of(member)
        self.own = dict(Field.objects.values_list("key", "label"))

    @property
    def header(self) -> list[str]:
        chosen = [_("Stage"), _("Lead type"), _("Status"), _("Assigned to"), _("Tags")]
        return [*(str(name) for name in COLUMNS.values()), *chosen, *self.own.values()]

    def lines(self, leads: list[Lead]) -> Iterator[list[Cell]]:
        tags = self._tags(leads)
        for lead in leads:
            yield [
                *(self._cell(getattr(lead, name)) for name in COLUMNS),
                str(lead.stage.label),
                _named(self.choices.lead_types, lead.lead_type_id),
                _named(self.choices.statuses, lead.status_id),
                _named(self.choices.colleagues, lead.assignee_id),
                ", ".join(tags.get(lead.pk, [])),
                *(str(lead.fields.get(key, "")) for key in self.own),
            ]

    def _cell(self, value: Cell) -> Cell:
        return timezone.localtime(value).replace(microsecond=0) if isinstance(value, datetime) else value

    def _tags(self, leads: list[Lead]) -> dict[UUID, list[str]]:
        tags: dict[UUID, list[str]] = {}
        for lead_id, tag_id in LeadTag.objects.filter(lead__in=leads).values_list("lead_id", "tag_id"):
            tags.setdefault(lead_id, []).append(self.choices.tags[tag_id])
        return tags


def _named(names: dict[UUID, str], pk: UUID | None) -> str:
    return names.get(pk, "") if pk else ""


def _rows(business_id: UUID, work: Work, ledger: Ledger) -> Iterator[list[Cell]]:
    after: UUID | None = None
    while True:
        with scope(business_id), timezone.override(BusinessProfile.objects.get().zone):
            leads = chosen_leads(work, ledger.member).order_by("-pk")
            some = list((leads.filter(pk__lt=after) if after else leads)[:CHUNK])
            lines = list(ledger.lines(some))
            work.advance(len(some))
        yield from lines
        if len(some) < CHUNK:
            return
        after = some[-1].pk


def _finish(work: Work, file: Path) -> None:
    note = ngettext("%d lead is in the file.", "%d leads are in the file.", work.done) % work.done
    name = f"leads-{timezone.localdate():%Y-%m-%d}{file.suffix}"
    with file.open("rb") as opened:
        work.file.save(f"{work.pk}/{name}", File(opened), save=False)
    work.save(update_fields=["file"])
    work.finish(note)
