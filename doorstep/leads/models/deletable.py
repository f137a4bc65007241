"""Deleting hides a lead and can be undone; who has registered stays (requirement 001-12)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.leads import kinds
from doorstep.leads.models.advancing import Advancing
from doorstep.timeline.kinds import Actor


class Deletable(Advancing):
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def delete_softly(self, *, by: Actor) -> None:
        """A registered lead stays: it is the history of a client."""
        living = type(self).objects.filter(pk=self.pk, registered_at=None, deleted_at=None)
        if not living.update(deleted_at=timezone.now()):
            raise NotAllowed(self.why_not_deleted() or _("%(lead)s was already deleted.") % {"lead": self})
        kinds.DELETED.record(self, by=by)

    def why_not_deleted(self) -> str:
        """The sentence that refuses a deletion, '' when it is allowed."""
        if self.fresh().registered_at is None:
            return ""
        return _(
            "%(lead)s is registered as a client and cannot be deleted. Only leads who have not registered can be."
        ) % {"lead": self}

    def restore(self, *, by: Actor) -> bool:
        """False when it was not deleted."""
        is_back = bool(type(self).objects.filter(pk=self.pk).exclude(deleted_at=None).update(deleted_at=None))
        if is_back:
            kinds.RESTORED.record(self, by=by)
        return is_back
