"""User: somebody who can sign in to one business, as a member at the desk or as a client in the portal."""

from uuid import UUID

from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, email_fault, email_key
from doorstep.tenancy.models import BusinessProfile, TenantManager, TenantModel, TenantQuerySet


class UserQuerySet(TenantQuerySet["User"]):
    def called(self, email: str) -> "UserQuerySet":
        """Every account of that e-mail address, oldest first."""
        return self.filter(email_key=email_key(email) or "").order_by("account_number")

    def in_the_way(self, key: str, *, team_id: UUID | None = None) -> "UserQuerySet":
        """The accounts that keep this address from having another: the house's and its clients', or a buyer's own.

        A buyer's admin must not learn who else is here, nor the house lose a client to a buyer's list of users.
        """
        used = self.filter(email_key=key)
        if team_id is not None:
            return used.filter(members__team_id=team_id)
        return used.exclude(members__team__is_house=False)

    def enabled(self) -> "UserQuerySet":
        return self.filter(disabled_at=None)

    def hashed(self, raw: str, *, email_key: str) -> str:
        """The password's hash, salted like those of the address's other accounts.

        So one run of Argon2 tries a password against all of them, and the time says nothing about how many there are.
        """
        used = self.filter(email_key=email_key).exclude(password="")  # nosec B106 - those who have none
        sibling = used.values_list("password", flat=True).first()
        return make_password(raw, salt=identify_hasher(sibling).decode(sibling)["salt"] if sibling else None)

    def register(self, *, email: str, name: str, password_hash: str = "", team_id: UUID | None = None) -> "User":
        """Makes an account; the same address again only where the business profile allows duplicate contacts.

        With a buyer's `team_id` only that team's own accounts are in the way (`in_the_way`). Locks the profile: of two
        that register one address at once, the second sees the first.
        """
        key = email_key(email)
        if key is None:
            raise NotAllowed(email_fault(email), field="email")
        profile = BusinessProfile.held()
        if self.in_the_way(key, team_id=team_id).exists() and not profile.allow_duplicate_contact:
            raise NotAllowed(_("%(email)s already has an account here.") % {"email": email}, field="email")
        used = self.filter(email_key=key).aggregate(last=Max("account_number"))["last"]
        return self.create(
            email=clean_line(email),
            email_key=key,
            name=_called(name),
            password=password_hash,
            account_number=(used or 0) + 1,
        )


class User(TenantModel):
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254)
    account_number = models.PositiveSmallIntegerField(
        default=1, help_text="1, 2, … where one address has several accounts."
    )
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    password = models.CharField(max_length=200, blank=True, help_text="Argon2; empty until the person sets one.")
    password_changed_at = models.DateTimeField(null=True)
    password_expires_at = models.DateTimeField(null=True, help_text="Set for a mailed temporary password only.")
    time_zone = models.CharField(max_length=64, blank=True)
    disabled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(UserQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "email_key", "account_number"], name="one_account_per_address_and_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None

    @property
    def has_password(self) -> bool:
        return bool(self.password)

    @property
    def must_change_password(self) -> bool:
        return self.password_expires_at is not None

    @property
    def has_usable_password(self) -> bool:
        """False until one is set, and for a temporary password past its hours."""
        is_over = self.password_expires_at is not None and self.password_expires_at <= timezone.now()
        return self.has_password and not is_over

    def has_kept_its_password(self) -> bool:
        """False when another was set since this was read.

        Locks the account: a change under way is waited for, and one that comes after ends the session opened now.
        """
        kept = User.objects.filter(pk=self.pk, password=self.password)
        return kept.select_for_update(no_key=True).exists()

    def set_password(self, raw: str) -> None:
        """Ends every session of the account: whoever knew the old one is out."""
        self.password = User.objects.hashed(raw, email_key=self.email_key)
        self.password_changed_at, self.password_expires_at = timezone.now(), None
        self.save(update_fields=["password", "password_changed_at", "password_expires_at"])
        self.end_every_session()

    def change(self, *, name: str, phone: str, time_zone: str) -> None:
        """What one says about oneself. `time_zone` is an IANA name, '' for the business's."""
        self.name, self.phone, self.time_zone = _called(name), clean_line(phone), time_zone
        self.save(update_fields=["name", "phone", "time_zone"])

    def disable(self) -> bool:
        """False when it was disabled already."""
        self.disabled_at = self.disabled_at or timezone.now()
        is_new = User.objects.filter(pk=self.pk, disabled_at=None).update(disabled_at=self.disabled_at)
        self.end_every_session()
        return bool(is_new)

    def enable(self) -> bool:
        """False when it was enabled already."""
        self.disabled_at = None
        return bool(User.objects.filter(pk=self.pk).exclude(disabled_at=None).update(disabled_at=None))

    def end_every_session(self) -> None:
        self.sessions.filter(ended_at=None).update(ended_at=timezone.now())


def _called(name: str) -> str:
    clean = clean_line(name)
    if not clean:
        raise NotAllowed(_("Type the person's name."), field="name")
    return clean
