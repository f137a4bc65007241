"""PasswordLink: a link that lets its holder choose a password. 256 bits, stored as a digest, used once."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.accounts.models.user import User
from doorstep.kit.tokens import digest, new_token
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

ASKED_FOR = timedelta(minutes=60)
FIRST = timedelta(hours=72)
KEPT = timedelta(days=1)
AT_SIGN_IN = timedelta(minutes=15)


class PasswordLinkQuerySet(TenantQuerySet["PasswordLink"]):
    def forgettable(self) -> "PasswordLinkQuerySet":
        return self.filter(expires_at__lt=timezone.now() - KEPT)

    def works(self) -> "PasswordLinkQuerySet":
        return self.filter(used_at=None, killed_at=None, expires_at__gt=timezone.now())

    def of(self, token: str) -> "PasswordLink | None":
        """The link with this token, while it works."""
        return self.works().filter(token_digest=digest(token)).select_related("user").first() if token else None

    def issue(self, *, email_key: str, lasts: timedelta, user: User | None = None) -> str:
        """The token of a new link. Ends none that still works: anybody may ask, and must not take hers away."""
        token = new_token()
        self.create(email_key=email_key, user=user, token_digest=digest(token), expires_at=timezone.now() + lasts)
        return token

    def end(self, user: User) -> None:
        """All that would open this account, once its password is a new one."""
        of_address = self.works().filter(models.Q(user=user) | models.Q(user=None), email_key=user.email_key)
        of_address.update(killed_at=timezone.now())


class PasswordLink(TenantModel):
    """`user` is empty when somebody asked by address: an address may have several accounts, and the person chooses."""

    email_key = models.CharField(max_length=254)
    user = SameBusinessKey(User, models.CASCADE, null=True, related_name="password_links")
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    killed_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(PasswordLinkQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "token_digest"], name="one_password_link_per_token")]
        indexes = [models.Index(fields=["business", "email_key"], name="password_links_of_an_address")]

    def __str__(self) -> str:
        return f"for {self.email_key} until {self.expires_at:%Y-%m-%d %H:%M}"

    def opens(self, user: User) -> bool:
        return self.user_id == user.pk if self.user_id else self.email_key == user.email_key

    def use(self) -> bool:
        """True for exactly one of any number that try at once."""
        return bool(PasswordLink.objects.works().filter(pk=self.pk).update(used_at=timezone.now()))
