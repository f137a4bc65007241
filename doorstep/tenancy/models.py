"""Business (the tenant), its profile, the base of everything that belongs to it, and work that a person can watch."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import ClassVar, Self, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.ids import uuid7
from doorstep.tenancy.askers import Asker
from doorstep.tenancy.scoping import current_business_id

Row = TypeVar("Row", bound=models.Model, covariant=True)


class BusinessQuerySet(models.QuerySet["Business"]):
    def at(self, host: str) -> "Business | None":
        """The business of that host name (without port); a single business answers on any host."""
        return next(iter(self.raw("SELECT * FROM business_at(%s)", [host.lower()])), None)


class Business(models.Model):
    """The tenant. Not a tenant table itself: it is how one is found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    host = models.CharField(max_length=253, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~models.Q(host=""), name="one_business_per_host"),
        ]

    def __str__(self) -> str:
        return self.name

    def address(self, path: str = "/") -> str:
        """An absolute link, from the configured host only: what a request claims as its host is never used."""
        base = urlsplit(settings.BASE_URL)
        port = f":{base.port}" if base.port else ""
        netloc = f"{self.host}{port}" if self.host else base.netloc
        return f"{base.scheme}://{netloc}{path}"


class TenantQuerySet(models.QuerySet[Row]):
    def held(self, is_held: bool = True) -> Self:
        """Rows that nobody else changes until the transaction ends; with False they are only read."""
        return self.select_for_update(of=("self",)) if is_held else self

    def get_or_404(self, pk: UUID | str) -> Row:
        found = self.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


class TenantManager(models.Manager[Row]):
    """The first wall: outside `scope()` it raises, inside it filters silently."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(business_id=current_business_id())

    def _insert(self, *rows: object, **how: object) -> object:
        """What Django calls to write a new row, which bears its business: there is nothing to filter."""
        return super().get_queryset()._insert(*rows, **how)  # type: ignore[attr-defined]  # Django's own, not public


class TenantModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(
        Business, models.CASCADE, default=current_business_id, editable=False, related_name="+", db_index=False
    )

    objects: ClassVar[TenantManager[Self]] = TenantManager.from_queryset(TenantQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def fresh(self) -> Self:
        """The row as it is in the database now."""
        return type(self).objects.get(pk=self.pk)

    def hold(self) -> None:
        """Locks the row until the transaction ends and reads it anew: who comes second sees what the first wrote."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update().filter(pk=self.pk))


class Pack(models.TextChoices):
    BROKERAGE = "brokerage", "Brokerage"
    EXCHANGE = "exchange", "Lead exchange"
    HOMES = "homes", "Real estate"
    ACADEMY = "academy", "Membership"


class BusinessProfile(TenantModel):
    """A business's settings. One row a business."""

    pack = models.CharField(max_length=20, choices=Pack.choices, default=Pack.BROKERAGE)
    allow_duplicate_contact = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, default="#15574b", help_text="The accent colour as #rrggbb.")
    logo = models.FileField(upload_to="logos/", blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="An IANA name.")
    country = models.CharField(max_length=2, default="US", help_text="ISO 3166: how phone numbers without +… are read.")
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217.")
    language = models.CharField(max_length=12, default="en")
    postal_address = models.CharField(max_length=300, blank=True, help_text="Stands at the foot of every mail.")
    sender_name = models.CharField(max_length=120, blank=True)
    sender_email = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    invitation_days = models.PositiveSmallIntegerField(default=7)
    last_client_number = models.PositiveIntegerField(default=10_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business"], name="one_profile_per_business")]

    def __str__(self) -> str:
        return f"Profile of {self.business_id}"

    @classmethod
    def held(cls) -> Self:
        """Locked until the transaction ends: whoever changes something of the whole business takes turns by it."""
        return cls.objects.select_for_update(of=("self",)).select_related("business").get()

    @classmethod
    def current(cls) -> Self:
        """As it was when the request began; without a request, as it is."""
        known = _of_this_request.get()
        if known is not None and known.business_id == current_business_id():
            return cast(Self, known)
        return cls.objects.get()

    @contextmanager
    def known(self) -> Iterator[None]:
        """While a request is answered, so that it asks for the profile once."""
        token = _of_this_request.set(self)
        try:
            yield
        finally:
            _of_this_request.reset(token)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


_of_this_request: ContextVar[BusinessProfile | None] = ContextVar("profile", default=None)


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
