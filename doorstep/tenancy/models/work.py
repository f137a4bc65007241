"""Work that a person asked for and can watch. Its kinds are declared in `tenancy/work.py`."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.tenancy.askers import Asker
from doorstep.tenancy.models.tenant import TenantManager, TenantModel, TenantQuerySet


class WorkState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


FILES_LAST = timedelta(hours=24)
"""What was written down about people lies about no longer than that. See docs/operations.md."""


WORK_LASTS = timedelta(days=90)


class WorkQuerySet(TenantQuerySet["Work"]):
    def forgettable(self) -> "WorkQuerySet":
        """With it goes what undoing it would need."""
        before = timezone.now() - WORK_LASTS
        return self.filter(Q(finished_at__lte=before) | Q(finished_at=None, created_at__lte=before))

    def with_old_files(self) -> "WorkQuerySet":
        return self.filter(finished_at__lte=timezone.now() - FILES_LAST).exclude(file="")

    def ask(self, *, by: Asker, **facts: object) -> "Work":
        """Keeps the rights with which it was asked for, so that their loss is seen later."""
        return self.create(asked_by=by.pk, rights=by.rights, **facts)


class WorkManager(TenantManager["Work"]):
    def get_queryset(self) -> models.QuerySet["Work"]:
        """Without what only the database reads: a hundred thousand ids to show a title."""
        return super().get_queryset().defer("row_ids")


class Work(TenantModel):
    """A job that a person asked for and can watch, leave and find again: a bulk action, an export.

    `arguments` holds ids only. `done` moves in the same transaction as the rows it counts, so that a killed
    worker goes on where it stopped.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    asked_by = models.UUIDField(null=True)
    rights = models.JSONField(default=dict, help_text="Of whoever asked, at that time.")
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    file = models.FileField(upload_to="work/", blank=True, max_length=300)
    row_ids = ArrayField(
        models.UUIDField(), default=list, help_text="Of a file whose rows may leave the asker's reach."
    )
    file_deleted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = WorkManager.from_queryset(WorkQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["business", "asked_by", "-created_at"], name="work_of_a_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in (WorkState.FINISHED, WorkState.FAILED, WorkState.STOPPED)

    @property
    def is_recent(self) -> bool:
        """What it would take to undo it is still there, by the clock."""
        return self.finished_at is not None and self.finished_at > timezone.now() - WORK_LASTS

    @property
    def file_is_gone(self) -> bool:
        """By the clock, whether or not it has been swept away yet."""
        is_old = self.finished_at is not None and self.finished_at <= timezone.now() - FILES_LAST
        return self.file_deleted_at is not None or (bool(self.file) and is_old)

    def begin(self, *, total: int) -> None:
        Work.objects.filter(pk=self.pk, started_at=None).update(started_at=timezone.now())
        Work.objects.filter(pk=self.pk).update(state=WorkState.RUNNING, total=total)

    def advance(self, count: int, **outcome: int) -> None:
        """Counts `count` more done; each named outcome is added to what was there."""
        Work.objects.filter(pk=self.pk).update(done=F("done") + count)
        row = Work.objects.select_for_update().get(pk=self.pk)
        for name, number in outcome.items():
            row.outcome[name] = row.outcome.get(name, 0) + number
        row.save(update_fields=["outcome"])

    def names_rows(self, ids: Iterable[UUID]) -> None:
        """In its file, which is withheld once one of them has left the asker's reach."""
        Work.objects.filter(pk=self.pk).update(row_ids=list(ids))

    def finish(self, note: str = "", *, content: bytes = b"", filename: str = "") -> None:
        self.state, self.note, self.finished_at = WorkState.FINISHED, note, timezone.now()
        if filename:
            self.file.save(filename, ContentFile(content), save=False)
        self.save(update_fields=["state", "note", "finished_at", "file"])

    def fail(self, sentence: str) -> None:
        self._end(WorkState.FAILED, sentence)

    def stop(self, sentence: str) -> None:
        """Before it was done, because it may not go on."""
        self._end(WorkState.STOPPED, sentence)

    def drop_file(self) -> None:
        """The row stays, and says that it had one."""
        transaction.on_commit(partial(self.file.storage.delete, str(self.file.name)))
        Work.objects.filter(pk=self.pk).update(file="", row_ids=[], file_deleted_at=timezone.now())

    def _end(self, state: WorkState, sentence: str) -> None:
        self.state, self.note, self.finished_at = state, sentence, timezone.now()
        self.save(update_fields=["state", "note", "finished_at"])
