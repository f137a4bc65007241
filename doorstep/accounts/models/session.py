"""Session: one device on which a user is signed in. The cookie holds the token, the row its digest."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from doorstep.accounts.models.user import User
from doorstep.kit.tokens import digest, new_token
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

REMEMBERED = timedelta(days=60)
UNTIL_EVENING = timedelta(hours=12)
KEPT = timedelta(days=90)


class SessionQuerySet(TenantQuerySet["Session"]):
    def forgettable(self) -> "SessionQuerySet":
        """A quarter after they ended: until then they say when somebody was here last."""
        before = timezone.now() - KEPT
        return self.filter(Q(expires_at__lt=before) | Q(ended_at__lt=before))

    def open(self, user: User, *, remember: bool, agent: str = "", ip: str | None = None) -> "tuple[Session, str]":
        """The new session and its token; the token is shown to the browser once and stored nowhere."""
        token = new_token()
        lasts = REMEMBERED if remember else UNTIL_EVENING
        session = self.create(
            user=user, token_digest=digest(token), expires_at=timezone.now() + lasts, agent=agent[:300], ip=ip
        )
        return session, token

    def bearing(self, token: str) -> "Session | None":
        """The one with this token, ended or not."""
        return self.filter(token_digest=digest(token)).first() if token else None


class Session(TenantModel):
    user = SameBusinessKey(User, models.CASCADE, related_name="sessions")
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    ip = models.GenericIPAddressField(null=True)

    objects = TenantManager.from_queryset(SessionQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "token_digest"], name="one_session_per_token")]

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d}"

    @property
    def is_remembered(self) -> bool:
        return self.expires_at - self.created_at > UNTIL_EVENING
