"""AccountChoice: one address, several accounts, and somebody has shown that these are hers. Five minutes, used once."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.accounts.models.user import User
from doorstep.kit.tokens import digest, new_token
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

TIME_TO_CHOOSE = timedelta(minutes=5)
KEPT = timedelta(days=1)


class AccountChoiceQuerySet(TenantQuerySet["AccountChoice"]):
    def forgettable(self) -> "AccountChoiceQuerySet":
        return self.filter(expires_at__lt=timezone.now() - KEPT)

    def works(self) -> "AccountChoiceQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def of(self, token: str, *, face: str) -> "AccountChoice | None":
        return self.works().filter(token_digest=digest(token), face=face).first() if token else None

    def offer(self, users: Iterable[User], *, face: str, remember: bool) -> str:
        """The token for the browser's cookie."""
        token = new_token()
        self.create(
            face=face,
            accounts={str(user.pk): _mark(user) for user in users},
            remember=remember,
            token_digest=digest(token),
            expires_at=timezone.now() + TIME_TO_CHOOSE,
        )
        return token


class AccountChoice(TenantModel):
    """`accounts` has each one's id and a mark of its password: of another password, nothing has been shown."""

    face = models.CharField(max_length=10)
    accounts = models.JSONField()
    remember = models.BooleanField()
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(AccountChoiceQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "token_digest"], name="one_account_choice_per_token"),
        ]

    def __str__(self) -> str:
        return f"{len(self.accounts)} accounts until {self.expires_at:%Y-%m-%d %H:%M}"

    def take(self, account: str) -> User | None:
        """The account of that id, for exactly one of any number that try at once; a wrong id uses nothing up."""
        mark = self.accounts.get(account)
        user = User.objects.enabled().filter(pk=account).first() if mark else None
        if user is None or mark != _mark(user) or not user.has_kept_its_password():
            return None
        return user if AccountChoice.objects.works().filter(pk=self.pk).update(used_at=timezone.now()) else None


def _mark(user: User) -> str:
    return digest(user.password).hex()
