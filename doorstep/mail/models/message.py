"""Message: one e-mail to one person. A row first, sent by a job, with its outcome recorded."""

import re
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from doorstep.mail.models.suppression import Reason, Suppression
from doorstep.mail.outcomes import BOUNCED, CAME_BACK, COMPLAINED, GAVE_UP, LEFT, WITHHELD
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.kinds import Kind

LEASE = timedelta(seconds=30)  # after that a claim's worker is taken for dead
OVERDUE = timedelta(days=7)
KEPT = timedelta(days=90)
HIDDEN = "••••••"
SECRET = re.compile("\ue000(\\w+)\ue001")


def veil(name: str) -> str:
    """What stands in the stored text for a secret. Private-use characters, which no value may contain."""
    return f"\ue000{name}\ue001"


def reveal_secrets(text: str, secrets: Mapping[str, str]) -> str:
    return SECRET.sub(lambda found: secrets.get(found[1], ""), text)


def hide_secrets(text: str) -> str:
    return SECRET.sub(HIDDEN, text)


class MessageQuerySet(TenantQuerySet["Message"]):
    def about(self, subject_id: UUID) -> "MessageQuerySet":
        """Newest first, so that `.first()` is the last e-mail sent to a person."""
        return self.filter(about_id=subject_id).order_by("-created_at")

    def to(self, part_of_address: str) -> "MessageQuerySet":
        return self.filter(email_key__contains=part_of_address.lower()) if part_of_address else self.all()

    def forgettable(self) -> "MessageQuerySet":
        """Those about no lead and no client: codes, links for a password. The others are a history, and are kept.

        The link out of a list works however old it is, so mail of a list is kept too.
        """
        return self.filter(about_id=None, list_key="", created_at__lte=timezone.now() - KEPT)

    def overdue(self) -> "MessageQuerySet":
        """Nobody tries to send them any more: the last try is a day after the first."""
        return self.unsettled().filter(created_at__lte=timezone.now() - OVERDUE)

    def with_spent_secrets(self) -> "MessageQuerySet":
        """What a demo or a stranger's hand left: on a server the secrets go when a message is settled."""
        old = self.filter(created_at__lte=timezone.now() - OVERDUE).exclude(secrets={})
        return old if settings.IS_PRODUCTION else self.none()

    def unsettled(self) -> "MessageQuerySet":
        return self.filter(sent_at=None, failed_at=None, withheld_at=None, bounced_at=None)

    def claim(self, pk: UUID) -> "Message | None":
        """Of any number of workers one gets the message; a dead worker's claim is taken over."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lte=now - LEASE)
        won = self.unsettled().filter(free, pk=pk).update(claimed_at=now, tries=F("tries") + 1)
        return self.get(pk=pk) if won else None


class Message(TenantModel):
    """`text` and `html` hold a veil in place of each secret (a personal link, a code); `secrets` lifts it.

    Secrets are forgotten once the message is settled, so that neither the desk nor a dump can open a person's link.
    """

    kind = models.CharField(max_length=60)
    to_email = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    email_key = models.CharField(max_length=254, help_text="The address, normalised.")
    from_email = models.CharField(max_length=254)
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    secrets = models.JSONField(default=dict)
    message_id = models.CharField(max_length=254, help_text="The Message-ID header: the same in every try.")
    list_key = models.CharField(max_length=60, blank=True, help_text="The list one can leave, if any.")
    about_id = models.UUIDField(null=True, help_text="The lead or client it is about.")
    asked_by = models.UUIDField(null=True, help_text="The member who sent it; null when the system did.")
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True, help_text="Not sent: the address bounced or left the list.")
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = TenantManager.from_queryset(MessageQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "message_id"], name="one_message_per_message_id"),
            models.CheckConstraint(
                condition=~Q(sent_at__isnull=False, withheld_at__isnull=False), name="a_withheld_message_is_not_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["business", "about_id", "-created_at"], name="messages_about_a_subject"),
            models.Index(fields=["business", "-created_at"], name="newest_messages_first"),
            models.Index(fields=["business", "email_key", "-created_at"], name="messages_to_an_address"),
        ]

    def __str__(self) -> str:
        return f"“{self.subject}” to {self.to_email}"

    @property
    def state(self) -> str:
        """One plain word for a chip."""
        if self.bounced_at:
            return _("Came back")
        if self.failed_at:
            return _("Not delivered")
        if self.withheld_at:
            return _("Not sent")
        if self.sent_at:
            return _("Sent")
        return _("Trying again") if self.last_error else _("Waiting")

    @property
    def left_its_list(self) -> bool:
        left = Suppression.objects.standing().filter(email_key=self.email_key, list_key=self.list_key)
        return left.filter(reason=Reason.UNSUBSCRIBE).exists()

    @property
    def full_subject(self) -> str:
        return reveal_secrets(self.subject, self.secrets)

    @property
    def full_text(self) -> str:
        return reveal_secrets(self.text, self.secrets)

    @property
    def veiled_subject(self) -> str:
        """For everybody but the reader: links and codes are hers alone."""
        return hide_secrets(self.subject)

    @property
    def veiled_html(self) -> str:
        return hide_secrets(self.html)

    @property
    def full_html(self) -> str:
        return reveal_secrets(self.html, {name: escape(secret) for name, secret in self.secrets.items()})

    def was_sent(self) -> None:
        """An e-mail that bounced while its acceptance was being written stays bounced."""
        self._settle("sent_at", last_error="")

    def put_off(self, error: str) -> None:
        """A passing trouble: free for the next try."""
        Message.objects.unsettled().filter(pk=self.pk).update(claimed_at=None, last_error=error)

    def give_up(self, error: str) -> None:
        if self._settle("failed_at", last_error=error):
            self._tell(GAVE_UP, body=error)

    def let_lie(self) -> None:
        """Its job ended without an end for the message: nothing tries any more, so it says so."""
        self.give_up(_("it could not be sent for a week"))

    def withhold(self, because: str) -> None:
        if self._settle("withheld_at", last_error=because):
            self._tell(WITHHELD, reason=because)

    def bounce(self, evidence: str) -> None:
        """The address is dead: nothing more goes there. May be told at once, or hours after the message was sent."""
        if Message.objects.filter(pk=self.pk, bounced_at=None).update(bounced_at=timezone.now(), **self._end(evidence)):
            Suppression.objects.suppress(self.email_key, Reason.BOUNCE, evidence=evidence)
            self._tell(BOUNCED, body=evidence)

    def come_back(self, evidence: str) -> None:
        """Accepted once, and returned later for a reason that says nothing about the address."""
        unreturned = Message.objects.filter(pk=self.pk, failed_at=None, bounced_at=None)
        if unreturned.update(failed_at=timezone.now(), **self._end(evidence)):
            self._tell(GAVE_UP, body=evidence)

    def complain(self, evidence: str) -> None:
        """Somebody pressed “this is spam”: no list reaches the address any more."""
        if Message.objects.filter(pk=self.pk, complained_at=None).update(complained_at=timezone.now()):
            Suppression.objects.suppress(self.email_key, Reason.COMPLAINT, evidence=evidence)
            self._tell(COMPLAINED)

    def leave_list(self, evidence: str) -> None:
        """The person wants no more mail of this kind; obeyed before the next send."""
        if Suppression.objects.suppress(self.email_key, Reason.UNSUBSCRIBE, list_key=self.list_key, evidence=evidence):
            self._tell(LEFT)

    def join_list_again(self, because: str) -> None:
        if Suppression.objects.lift(self.email_key, Reason.UNSUBSCRIBE, list_key=self.list_key, because=because):
            self._tell(CAME_BACK)

    def _settle(self, fact: str, *, last_error: str) -> bool:
        facts = {fact: timezone.now(), **self._end(last_error)}
        return bool(Message.objects.unsettled().filter(pk=self.pk).update(**facts))

    def _end(self, last_error: str) -> dict[str, object]:
        """On a server the secrets have done their work; in the demo `/dev/mail` still needs them."""
        return {"last_error": last_error, **({"secrets": {}} if settings.IS_PRODUCTION else {})}

    def _tell(self, kind: Kind, *, body: str = "", reason: str = "") -> None:
        if self.about_id is not None:
            facts = {"title": self.veiled_subject, "email": self.to_email, "reason": reason}
            kind.record(self.about_id, by=None, at=None, body=body, **facts)
