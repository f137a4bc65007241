"""Code: six digits sent by mail that prove somebody reads an address. Hashed, 15 minutes, five tries, used once."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

from doorstep.kit.tokens import code_digest, digest, new_code, new_token, same
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

LASTS = timedelta(minutes=15)
TRIES = 5
KEPT = timedelta(days=1)


class CodePurpose(models.TextChoices):
    SIGN_UP = "sign_up", "Sign up"
    SIGN_IN = "sign_in", "Sign in"


class CodeQuerySet(TenantQuerySet["Code"]):
    def forgettable(self) -> "CodeQuerySet":
        """After a day, because a sign-up's holds a name and a password's hash."""
        return self.filter(expires_at__lt=timezone.now() - KEPT)

    def of(self, token: str, *, purpose: CodePurpose) -> "Code | None":
        return self.filter(token_digest=digest(token), purpose=purpose).first() if token else None

    def issue(
        self,
        *,
        purpose: CodePurpose,
        email_key: str,
        details: dict[str, str] | None = None,
        instead_of: "Code | None" = None,
    ) -> "tuple[Code, str, str]":
        """The row, the token for the browser's cookie, the digits for the mail.

        Ends the one that the same browser asked for before, and nobody else's: a stranger may ask too.
        """
        if instead_of is not None:
            self.filter(pk=instead_of.pk, used_at=None).update(killed_at=timezone.now())
        token, digits = new_token(), new_code()
        row = self.create(
            purpose=purpose,
            email_key=email_key,
            token_digest=digest(token),
            code_digest=code_digest("".join(digits.split()), token),
            expires_at=timezone.now() + LASTS,
            details=details or {},
        )
        return row, token, digits


class Code(TenantModel):
    """`details` keeps what was asked for until the code is typed: a name, a password's hash, an invitation."""

    purpose = models.CharField(max_length=12, choices=CodePurpose.choices)
    email_key = models.CharField(max_length=254)
    token_digest = models.BinaryField(max_length=32)
    code_digest = models.BinaryField(max_length=32)
    details = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    killed_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(CodeQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "token_digest"], name="one_code_per_token"),
            models.CheckConstraint(condition=models.Q(tries__lte=TRIES), name="five_tries_per_code"),
        ]
        indexes = [models.Index(fields=["business", "email_key", "-created_at"], name="codes_of_an_address")]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.email_key}"

    @property
    def is_alive(self) -> bool:
        return self.used_at is None and self.killed_at is None and self.expires_at > timezone.now()

    @property
    def tries_left(self) -> int:
        return TRIES - self.tries

    @property
    def seconds_left(self) -> int:
        """0 when it opens nothing any more: too late, used, or tried too often."""
        code = self.fresh()
        if not code.is_alive or not code.tries_left:
            return 0
        return int((code.expires_at - timezone.now()).total_seconds())

    def redeem(self, digits: str, *, token: str) -> bool:
        """True once, for the right digits in time, with or without spaces between them.

        Counts the try before it compares: parallel guesses cannot outrun it.
        """
        counted = Code.objects.filter(
            pk=self.pk, tries__lt=TRIES, used_at=None, killed_at=None, expires_at__gt=timezone.now()
        ).update(tries=F("tries") + 1)
        if not counted or not same(bytes(self.code_digest), code_digest("".join(digits.split()), token)):
            return False
        return bool(Code.objects.filter(pk=self.pk, used_at=None).update(used_at=timezone.now()))
