"""Import: a file of leads on its way in, and what became of each of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tables import UnreadableFile
from doorstep.leads.models.lead import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import FILES_LAST, TenantManager, TenantModel, TenantQuerySet

SEEMS_STOPPED_AFTER = timedelta(minutes=1)
KEPT_UNFINISHED = timedelta(days=30)
ROWS_LAST = timedelta(days=90)


class State(models.TextChoices):
    UPLOADED = "uploaded", gettext_lazy("Uploaded")
    CHECKING = "checking", gettext_lazy("Being checked")
    CHECKED = "checked", gettext_lazy("Checked")
    RUNNING = "running", gettext_lazy("Running")
    PAUSED = "paused", gettext_lazy("Paused")
    FINISHED = "finished", gettext_lazy("Finished")
    UNDOING = "undoing", gettext_lazy("Being undone")
    UNDONE = "undone", gettext_lazy("Undone")
    FAILED = "failed", gettext_lazy("Failed")


MOVES: dict[State, set[State]] = {
    State.UPLOADED: {State.CHECKING, State.RUNNING, State.FAILED},
    State.CHECKING: {State.UPLOADED, State.CHECKED, State.FAILED},
    State.CHECKED: {State.UPLOADED, State.CHECKING, State.RUNNING, State.FAILED},
    State.RUNNING: {State.PAUSED, State.FINISHED, State.FAILED, State.UNDOING},
    State.PAUSED: {State.RUNNING, State.UNDOING, State.FAILED},
    State.FINISHED: {State.UNDOING},
    State.UNDOING: {State.UNDONE, State.FAILED},
    State.UNDONE: set(),
    State.FAILED: {State.UPLOADED, State.UNDOING},
}
NOTHING_WRITTEN = (State.UPLOADED, State.CHECKING, State.CHECKED)
MOVING = (State.CHECKING, State.RUNNING, State.UNDOING)
OVER = (State.FINISHED, State.UNDONE, State.FAILED)


class Mode(models.TextChoices):
    CREATE = "create", gettext_lazy("Create new leads only")
    UPDATE = "update", gettext_lazy("Update existing leads only")
    BOTH = "both", gettext_lazy("Create and update")


class MatchBy(models.TextChoices):
    """What makes a row the same person as a lead, the most telling first: where both have it, it decides."""

    EXTERNAL_ID = "external_id", gettext_lazy("External ID")
    EMAIL = "email", gettext_lazy("E-mail")
    PHONE = "phone", gettext_lazy("Phone")
    NAME = "name", gettext_lazy("First and last name")


def _by_email_and_phone() -> list[str]:
    return [MatchBy.EMAIL, MatchBy.PHONE]


class ImportQuerySet(TenantQuerySet["Import"]):
    def visible_to(self, member: Member) -> "ImportQuerySet":
        """An admin sees the imports of the team, others their own."""
        of_team = self.filter(team_id=member.team_id)
        return of_team if member.sees_everything else of_team.filter(uploaded_by=member)

    def begun(self) -> "ImportQuerySet":
        return self.exclude(started_at=None)

    def forgettable(self) -> "ImportQuerySet":
        """Uploaded, and never imported. What was imported stays on record, without its rows."""
        return self.filter(created_at__lt=timezone.now() - KEPT_UNFINISHED, started_at=None)

    def with_old_files(self) -> "ImportQuerySet":
        """Nobody has gone on with them for a day. One that should move waits for its worker, however long."""
        return self.filter(moved_at__lte=timezone.now() - FILES_LAST).exclude(file="").exclude(state__in=MOVING)

    def with_old_refused(self) -> "ImportQuerySet":
        over = self.filter(state__in=OVER, moved_at__lte=timezone.now() - FILES_LAST, refused_deleted_at=None)
        return over.filter(Q(failed__gt=0) | Q(duplicates__gt=0))


class Import(TenantModel):
    """`mapping` names, for each column of the file, the key of the `importing.targets` it goes to; '' is left out."""

    team = SameBusinessKey(Team, models.PROTECT, related_name="+")
    uploaded_by = SameBusinessKey(Member, models.PROTECT, related_name="imports")
    file = models.FileField(
        upload_to="imports/", max_length=300, blank=True, help_text="Gone as soon as the import is over."
    )
    filename = models.CharField(max_length=200)
    asked_by = SameBusinessKey(
        Member, models.PROTECT, null=True, related_name="+", help_text="Who set it going last, and with which rights."
    )
    rights = models.JSONField(default=dict)
    reading = models.JSONField(default=dict, help_text="The Probe: how the file is to be read.")
    survey = models.JSONField(default=list, help_text="What was seen in each column.")
    preset = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(default=list)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.BOTH)
    match = models.JSONField(default=_by_email_and_phone)
    unknown = models.JSONField(default=dict, help_text="Lead type or status: create or blank.")
    day_order = models.JSONField(default=dict, help_text="Column: day or month first.")

    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    note = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="Moves in the transaction of the rows it counts.")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    remarked = models.PositiveIntegerField(default=0, help_text="Created, with a remark that is worth a look.")
    taken_back = models.PositiveIntegerField(default=0, help_text="Rows that undo has gone through.")
    kept = models.PositiveIntegerField(default=0, help_text="Edited since, so left alone by undo.")

    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it last went on.")
    pace_at = models.DateTimeField(null=True, help_text="When this stretch of the run began,")
    pace_done = models.PositiveIntegerField(default=0, help_text="and how many rows were done by then.")
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")
    refused_deleted_at = models.DateTimeField(null=True, help_text="When the cells of rows that did not come in went.")

    objects = TenantManager.from_queryset(ImportQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["business", "team", "-created_at"], name="imports_by_date")]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING

    @property
    def is_writing(self) -> bool:
        return self.state in (State.RUNNING, State.PAUSED)

    @property
    def seems_stopped(self) -> bool:
        """It should move and has not for a minute: its worker is gone, or there is none."""
        return self.is_moving and timezone.now() - self.moved_at > SEEMS_STOPPED_AFTER

    @property
    def has_its_rows(self) -> bool:
        """Without them, by the clock, it cannot be undone and shows its counts alone."""
        return self.moved_at > timezone.now() - ROWS_LAST

    @property
    def can_be_undone(self) -> bool:
        is_begun = self.started_at is not None and State.UNDOING in MOVES[State(self.state)]
        return is_begun and self.has_its_rows

    @property
    def refused_are_gone(self) -> bool:
        is_old = self.state in OVER and self.moved_at <= timezone.now() - FILES_LAST
        return is_old or self.refused_deleted_at is not None

    @property
    def refused(self) -> int:
        """The rows that do not come in."""
        return self.failed + self.duplicates

    @property
    def worth_a_look(self) -> int:
        return self.updated + self.refused + self.remarked

    @property
    def coming_in(self) -> int:
        return self.created + self.updated

    @property
    def seconds_left(self) -> int | None:
        """By the pace of this stretch; None while there is too little to tell."""
        since_then = self.done - self.pace_done
        if self.pace_at is None or since_then <= 0:
            return None
        per_row = (self.moved_at - self.pace_at).total_seconds() / since_then
        return max(round(per_row * (self.total - self.done)), 1)

    def advance(self, to: State, **facts: object) -> None:
        """Compare and set: of two clicks one wins, the other is told where things stand."""
        before = [state for state, following in MOVES.items() if to in following]
        facts = {"moved_at": timezone.now(), **facts}
        if not Import.objects.filter(pk=self.pk, state__in=before).update(state=to, **facts):
            self.refresh_from_db()
            raise NotAllowed(
                _("%(file)s: this import is %(state)s now.") % {"file": self, "state": self.get_state_display().lower()}
            )
        self.refresh_from_db()

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file as a path, wherever files are stored. Raises UnreadableFile when it is not there any more."""
        try:
            stored = self.file.open("rb")
        except FileNotFoundError as missing:  # a restored home without it, a cleared bucket
            raise UnreadableFile(_("The file is not there any more. Upload it again.")) from missing
        with stored, NamedTemporaryFile() as copy:
            for block in stored.chunks(2**20):
                copy.write(block)
            copy.flush()
            yield Path(copy.name)

    def drop_file(self) -> None:
        """What was left out, social security numbers among it, is nowhere any more.

        The file goes when the transaction ends well: an import that is kept after all keeps its file.
        """
        if self.file:
            transaction.on_commit(partial(self.file.storage.delete, str(self.file.name)))
        self.reading = {**self.reading, "preview": [], "preamble": []}
        Import.objects.filter(pk=self.pk).update(file="", survey=[], reading=self.reading)


class RowOutcome(models.TextChoices):
    CREATED = "created", gettext_lazy("New")
    UPDATED = "updated", gettext_lazy("Updates")
    UNCHANGED = "unchanged", gettext_lazy("No change")
    DUPLICATE = "duplicate", gettext_lazy("Duplicate")
    FAILED = "failed", gettext_lazy("Fails")


REFUSED = (RowOutcome.DUPLICATE, RowOutcome.FAILED)


class ImportedRowQuerySet(TenantQuerySet["ImportedRow"]):
    def refused(self) -> "ImportedRowQuerySet":
        return self.filter(outcome__in=REFUSED)

    def forgettable(self) -> "ImportedRowQuerySet":
        too_old = Q(import_run__moved_at__lte=timezone.now() - ROWS_LAST)
        return self.filter(too_old).exclude(import_run__state__in=MOVING)

    def worth_a_look(self) -> "ImportedRowQuerySet":
        return self.exclude(Q(outcome=RowOutcome.UNCHANGED) | Q(outcome=RowOutcome.CREATED, reason=""))

    def written(self) -> "ImportedRowQuerySet":
        return self.filter(outcome__in=(RowOutcome.CREATED, RowOutcome.UPDATED))

    def kept(self) -> "ImportedRowQuerySet":
        """Left alone by undo, each with its reason."""
        return self.exclude(kept_because="")


class ImportedRow(TenantModel):
    """One row of the file and what became of it, or what would: a dry run leaves rows as well.

    `before` and `after` hold the details that an update changed, by column of the lead; `written_at` is the lead's
    `updated_at` as the import left it, so that a later one means that somebody has edited it since.
    `cells` are kept for rows that did not come in, to hand them back; sensitive ones are blank unless asked for.
    """

    import_run = SameBusinessKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text="Of the file, or row of the sheet, from 1.")
    name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    reason = models.TextField(blank=True)
    lead = SameBusinessKey(Lead, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    written_at = models.DateTimeField(null=True)
    kept_because = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(ImportedRowQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "import_run", "line"], name="one_result_per_row")]

    def __str__(self) -> str:
        return f"Row {self.line}: {self.outcome}"
