"""ApiKey: a machine's way in, with scopes. Shown once, stored as a digest."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.kinds import KEY_MADE, KEY_REVOKED
from doorstep.accounts.models.member import Member
from doorstep.accounts.models.team import Team
from doorstep.accounts.scopes import SCOPES
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.kit.tokens import digest, new_token
from doorstep.tenancy import SameBusinessKey, current_business_id
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from doorstep.tenancy.queries import Value, call

PREFIX = "dsk_"
PER_MINUTE = 600


class ApiKeyQuerySet(TenantQuerySet["ApiKey"]):
    def alive(self) -> "ApiKeyQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)

    def issue(
        self,
        *,
        name: str,
        scopes: Iterable[str],
        team: Team,
        by: Member | None,
        per_minute: int = PER_MINUTE,
        expires_at: datetime | None = None,
    ) -> "tuple[ApiKey, str]":
        """The key and its secret, which is shown once."""
        scopes = sorted(set(scopes))
        if not scopes or not set(scopes) <= set(SCOPES):
            raise NotAllowed(_("Choose at least one scope of these: %s.") % ", ".join(SCOPES), field="scopes")
        name = clean_line(name)
        if not name:
            raise NotAllowed(_("Type a name."), field="name")
        secret = PREFIX + new_token()
        key = self.create(
            name=name,
            scopes=scopes,
            per_minute=per_minute,
            team=team,
            made_by=by,
            secret_digest=digest(secret),
            hint=secret[-4:],
            expires_at=expires_at,
        )
        KEY_MADE.record(key, by=by, key=key)
        return key, secret


class ApiKey(TenantModel):
    name = models.CharField(max_length=120)
    team = SameBusinessKey(Team, models.CASCADE, related_name="api_keys")
    scopes = ArrayField(models.CharField(max_length=40))
    secret_digest = models.BinaryField(max_length=32)
    per_minute = models.PositiveIntegerField(default=PER_MINUTE, help_text="Requests it may send in a minute.")
    hint = models.CharField(max_length=4, help_text="The last four characters, to tell keys apart.")
    made_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(ApiKeyQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "secret_digest"], name="one_key_per_secret")]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_name(self) -> str:
        return _("%(key)s (API)") % {"key": self.name}

    @property
    def abilities(self) -> list[str]:
        """Its scopes in words."""
        return [str(SCOPES.get(scope, scope)) for scope in self.scopes]

    @classmethod
    def of(cls, secret: str) -> "ApiKey | None":
        """The living key of that secret, with its team: what every request to the API asks."""
        values: list[Value] = [current_business_id(), digest(secret), timezone.now()]
        found = call("living_key", values, api_key=cls, team=Team)
        if found is None:
            return None
        key, team = cast("tuple[ApiKey, Team]", found)
        key.team = team
        return key

    def may(self, scope: str) -> bool:
        return scope in self.scopes

    def revoke(self, *, by: Member) -> None:
        """From now on it opens nothing; the row stays, because timelines name it."""
        if ApiKey.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
            KEY_REVOKED.record(self, by=by, key=self)
