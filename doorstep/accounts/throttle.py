"""How often a door may be tried: nobody guesses a way in, and no stranger shuts the owner out.

Who shows no ticket is a stranger, and all strangers at one address share one count, wherever they come from. A *ticket*
is a device on which the address signed in before, or an invitation's link: it opens nothing, but its holder is counted
by herself. Addresses with and without an account are counted alike, so that a refusal tells nothing.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.models import Attempt
from doorstep.accounts.models.attempt import KEPT, AttemptKind, AttemptQuerySet
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import email_key
from doorstep.tenancy import current_business_id

AN_HOUR = timedelta(hours=1)
NO_WAIT = timedelta(0)
WITHOUT_A_WAIT = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
_IPV6_OF_ONE_HOUSE = 64


def wait_after(failures: int) -> timedelta:
    """None for the first four; 30 seconds after the fifth, and twice as long after each further one, up to 15 minutes.

    So a day has room for about a hundred guesses at an address, however many people share them (docs/security.md).
    """
    if failures < WITHOUT_A_WAIT:
        return NO_WAIT
    doubled = min(failures - WITHOUT_A_WAIT, 10)  # far past the longest: no need to count further
    return min(FIRST_WAIT * (1 << doubled), LONGEST_WAIT)


@dataclass(frozen=True)
class Visitor:
    """Who types an address: from where, and with which ticket for it, if any."""

    email: str
    ip: str = ""
    ticket: UUID | None = None

    @property
    def email_key(self) -> str:
        return email_key(self.email) or ""

    @property
    def place(self) -> str | None:
        """The network address; of IPv6 the network, because one house has all of it."""
        if not self.ip or ip_address(self.ip).version == 4:
            return self.ip or None
        return str(ip_network(f"{self.ip}/{_IPV6_OF_ONE_HOUSE}", strict=False).network_address)

    def holding(self, ticket: UUID | None) -> "Visitor":
        return replace(self, ticket=ticket) if ticket else self


@dataclass(frozen=True)
class Limit:
    """`per_place` in the time `within` is for strangers: a ticket holder does not pay for who shares her network."""

    kind: AttemptKind
    per_place: int
    within: timedelta

    def count(self, who: Visitor) -> None:
        Attempt.objects.create(kind=self.kind, email_key=who.email_key, ip=who.place, ticket=who.ticket)

    def take_turns(self, who: Visitor) -> None:
        """Until the request ends: of tries at the same instant, each sees those before it."""
        turn = f"{current_business_id()} {self.kind} {who.ticket or who.email_key}"
        number = int.from_bytes(hashlib.sha256(turn.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

    def refuse_a_crowded_place(self, who: Visitor) -> None:
        if who.place and not who.ticket:
            here = Attempt.objects.filter(kind=self.kind, ip=who.place, ticket=None)
            refuse_for(self.wait(here, allowed=self.per_place))

    def tried_by(self, who: Visitor) -> AttemptQuerySet:
        """The count that this visitor is part of."""
        return Attempt.objects.filter(kind=self.kind).at_address(who.email_key, ticket=who.ticket)

    def wait(self, tried: AttemptQuerySet, *, allowed: int) -> timedelta:
        """Until fewer than `allowed` of these are within the time."""
        decisive = tried.within(self.within).order_by("-at")[allowed - 1 : allowed].first()
        return decisive.at + self.within - timezone.now() if decisive else NO_WAIT


@dataclass(frozen=True)
class Guesses(Limit):
    """Wrong passwords: the wait grows with each."""

    def refuse_when_too_early(self, who: Visitor, *, otherwise: str = "") -> None:
        """`otherwise` is a sentence on what can be done at once."""
        self.take_turns(who)
        self.refuse_a_crowded_place(who)
        failed = self.tried_by(who).within(KEPT).aggregate(times=Count("pk"), last=Max("at"))
        if failed["times"]:
            refuse_for(failed["last"] + wait_after(failed["times"]) - timezone.now(), otherwise=otherwise)


@dataclass(frozen=True)
class Mails(Limit):
    """Mails that somebody asks for: one place has a part of an address's, so that one stranger cannot use them all."""

    per_address: int
    per_address_and_place: int

    def are_used_up(self, who: Visitor) -> bool:
        places = list(self.tried_by(who).within(self.within).values_list("ip", flat=True))
        return len(places) >= self.per_address or places.count(who.place) >= self.per_address_and_place

    def refuse_when_used_up(self, who: Visitor) -> None:
        refuse_for(self.wait(self.tried_by(who), allowed=self.per_address))


SIGN_IN = Guesses(AttemptKind.SIGN_IN, per_place=60, within=timedelta(minutes=15))
CONFIRM = Guesses(AttemptKind.CONFIRM, per_place=60, within=timedelta(minutes=15))
MAIL = Mails(AttemptKind.MAIL, per_place=40, within=AN_HOUR, per_address=5, per_address_and_place=3)


def refuse_for(wait: timedelta, *, otherwise: str = "") -> None:
    if wait > NO_WAIT:
        sentence = _("That was tried too often. Try again in %s.") % _in_words(wait)
        raise NotAllowed(f"{sentence} {otherwise}".strip())


def _in_words(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    minutes = ceil(seconds / 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes
