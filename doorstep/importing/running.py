"""Goes through the file in chunks, each a transaction of its own, in which the count of rows done moves as well.

A dry run is the same run: each chunk is judged and written, then rolled back. What earlier chunks would have written
is remembered by `Known`, in both kinds of run, so that they cannot differ.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.importing.classifying import Classification, RowClassifier
from doorstep.importing.directory import directory_for
from doorstep.importing.halting import halted
from doorstep.importing.matching import COLUMNS, SeenRows
from doorstep.importing.models import REFUSED, Import, ImportedRow, MatchBy, RowOutcome, State
from doorstep.importing.presets import OTHER, PRESETS
from doorstep.importing.sensitive import is_sensitive
from doorstep.importing.shaping import Shape
from doorstep.importing.writing import Writer
from doorstep.kit.tables import Probe, UnreadableFile, numbered_rows
from doorstep.leads.models import Field, Lead
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.tenancy import scope
from doorstep.tenancy.models import BusinessProfile

CHUNK = 5_000
FIRST_CHUNK = 500  # so that the bar moves at once
COUNTED = {
    RowOutcome.CREATED: "created",
    RowOutcome.UPDATED: "updated",
    RowOutcome.UNCHANGED: "unchanged",
    RowOutcome.DUPLICATE: "duplicates",
    RowOutcome.FAILED: "failed",
}
Lines = list[tuple[int, list[str]]]


def check_rows(business_id: UUID, import_id: UUID) -> None:
    """The dry run. It starts anew when it was cut short: nothing of it was written."""
    with scope(business_id):
        begun = Import.objects.select_for_update().get(pk=import_id)
        if begun.state != State.CHECKING:
            return
        forget_results(begun)
    _go_through(business_id, import_id, State.CHECKING, then=State.CHECKED)


def write_rows(business_id: UUID, import_id: UUID) -> None:
    """The real run, from wherever it stands."""
    _go_through(business_id, import_id, State.RUNNING, then=State.FINISHED)
    with scope(business_id):
        over = Import.objects.get(pk=import_id)
        if over.state == State.FINISHED:
            over.drop_file()


def forget_results(import_run: Import) -> None:
    ImportedRow.objects.filter(import_run=import_run).delete()
    zero = dict.fromkeys((*COUNTED.values(), "done", "remarked", "pace_done"), 0)
    Import.objects.filter(pk=import_run.pk).update(**zero, note="", pace_at=timezone.now(), moved_at=timezone.now())


def _go_through(business_id: UUID, import_id: UUID, during: State, *, then: State) -> None:
    with scope(business_id):
        import_run = Import.objects.select_related("uploaded_by__user", "team").get(pk=import_id)
        if import_run.state != during:
            return
        run = Run(import_run)
    try:
        with import_run.on_disk() as path:
            for rows in run.chunks(numbered_rows(path, run.probe)):
                with scope(business_id):
                    if not run.take(rows, during):
                        return
        with scope(business_id):
            _end(import_run, during, then)
    except UnreadableFile as refusal:
        with scope(business_id):
            import_run.advance(State.FAILED, note=refusal.sentence, finished_at=timezone.now())


def _end(import_run: Import, during: State, then: State) -> None:
    """Unless it was paused at the very last row: then it ends when it is taken up again."""
    if Import.objects.select_for_update().get(pk=import_run.pk).state == during:
        import_run.advance(then, **({"finished_at": timezone.now()} if then == State.FINISHED else {}))


class Run:
    """One walk through one file by one process. Another walk of the same import makes it stop."""

    def __init__(self, import_run: Import) -> None:
        self.import_run, self.done = import_run, import_run.done
        self.probe = probe_of(import_run)
        self.known = SeenRows([MatchBy(by) for by in import_run.match])
        self.shape = shape_of(import_run, self.probe)
        among = within_reach(import_run)
        self.judge = RowClassifier(mode=import_run.mode, known=self.known, among=among, country=self.shape.country)
        self.writer = Writer(import_run, may_keep(import_run, self.probe.headers))
        if self.done:
            recall(self.known, import_run)

    def chunks(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Lines]:
        rows = islice(rows, self.done, None)
        size = FIRST_CHUNK
        while chunk := list(islice(rows, size)):
            yield chunk
            size = CHUNK

    def take(self, rows: Lines, during: State) -> bool:
        """One chunk, in the caller's transaction; False when it was paused or halted, or another walk went on."""
        now = Import.objects.select_for_update().get(pk=self.import_run.pk)
        if now.state != during or now.done != self.done:
            return False
        people = [self.shape.person(line, cells) for line, cells in rows]
        if during == State.RUNNING:
            # Two imports of one team take turns, so that neither misses a person whom the other is about to write.
            Team.objects.select_for_update(no_key=True).get(pk=self.import_run.team_id)
        if halted(now):  # asked when nothing is waited for any more
            return False
        self.judge.among = within_reach(self.import_run)
        with _rolled_back(during == State.CHECKING):
            judgements = self.judge.judge(people, directory_for(self.import_run.team, people, self.import_run.unknown))
            written_at = self.writer.write(judgements)
        self.writer.record(judgements, None if during == State.CHECKING else written_at)
        self._count(judgements)
        return True

    def _count(self, judgements: Sequence[Classification]) -> None:
        outcomes = [each.outcome for each in judgements]
        remarked = sum(bool(each.reason) for each in judgements if each.outcome == RowOutcome.CREATED)
        added = {column: F(column) + outcomes.count(outcome) for outcome, column in COUNTED.items()}
        added |= {"done": F("done") + len(judgements), "remarked": F("remarked") + remarked}
        Import.objects.filter(pk=self.import_run.pk).update(**added, moved_at=timezone.now())
        self.done += len(judgements)


def within_reach(import_run: Import) -> LeadQuerySet:
    """What rows may be: the leads that the uploader sees now. Her place in the team may change from chunk to chunk."""
    return Lead.objects.visible_to(Member.objects.get(pk=import_run.uploaded_by_id))


@contextmanager
def _rolled_back(is_dry: bool) -> Iterator[None]:
    with transaction.atomic():
        yield
        if is_dry:
            transaction.set_rollback(True)


def probe_of(import_run: Import) -> Probe:
    lists = {name: value for name, value in import_run.reading.items() if isinstance(value, list)}
    return Probe(**{**import_run.reading, **{name: tuple(value) for name, value in lists.items()}})


def shape_of(import_run: Import, probe: Probe) -> Shape:
    profile = BusinessProfile.objects.get()
    return Shape(
        probe.headers,
        import_run.mapping,
        PRESETS.get(import_run.preset, OTHER),
        country=profile.country,
        zone=profile.zone,
        day_order=import_run.day_order,
        fields={field.key: field for field in Field.objects.all()},
    )


def may_keep(import_run: Import, headers: Sequence[str]) -> list[bool]:
    return [
        bool(target) or not is_sensitive(header) for target, header in zip(import_run.mapping, headers, strict=True)
    ]


def recall(known: SeenRows, import_run: Import) -> None:
    """What an interrupted run had in mind: the people it has written, as they are and as they were."""
    columns = [*COLUMNS.values(), "first_name", "last_name"]
    for row in _taken_in(import_run).values("line", "before", *(f"lead__{name}" for name in columns)).iterator():
        person = {name: row[f"lead__{name}"] for name in columns}
        known.remember(known.signs(person), row["line"])
        if row["before"]:
            known.remember(known.signs({**person, **row["before"]}), row["line"])


def _taken_in(import_run: Import) -> QuerySet[ImportedRow]:
    return ImportedRow.objects.filter(import_run=import_run).exclude(outcome__in=REFUSED).order_by("line")
