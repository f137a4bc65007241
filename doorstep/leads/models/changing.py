"""A row that says when it was last changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict
from doorstep.tenancy.models import TenantModel
from doorstep.timeline.kinds import Kind, sentence
from doorstep.timeline.models import Activity


class Changing(TenantModel):
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def write(self, *names: str) -> None:
        """Narrowly: these columns and the time."""
        self.updated_at = timezone.now()
        self.save(update_fields=[*names, "updated_at"])

    def overtaken(self, *kinds: Kind) -> Conflict:
        """What to raise when a guarded write found the row changed: who did it stands on the timeline."""
        newest = Activity.objects.about([self.pk]).newest(*(kind.key for kind in kinds))
        did = sentence(newest) if newest else _("somebody changed this lead")
        return Conflict(_("Meanwhile: %(did)s. Look at it again before you change it.") % {"did": did})
