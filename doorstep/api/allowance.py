"""The rate limit, without a write for every request: a process takes a bundle of requests and counts them down.

The limit holds over all machines, because bundles are handed out by one row a key, by the database's clock. What a
process has left at the end of a minute is lost, which is why a bundle is two percent of the limit.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from uuid import UUID

from django.db import Error, connection, transaction

from doorstep.accounts.models import ApiKey
from doorstep.api.models import Allowance
from doorstep.kit.ids import uuid7
from doorstep.tenancy.outage import Outage, outage_of

BUNDLES = 50
KEYS_AT_ONCE = 10_000
TAKE = f"""
WITH clock AS (SELECT floor(extract(epoch FROM now()) / 60)::bigint AS minute)
INSERT INTO {Allowance._meta.db_table} AS had (id, business_id, key_id, minute, taken)
SELECT %(id)s, %(business)s, %(key)s, minute, %(count)s FROM clock
ON CONFLICT (business_id, key_id) DO UPDATE
SET minute = excluded.minute, taken = excluded.taken + CASE WHEN had.minute = excluded.minute THEN had.taken ELSE 0 END
WHERE had.minute <> excluded.minute OR had.taken + excluded.taken <= %(limit)s
RETURNING taken, 60 - extract(epoch FROM now())::numeric %% 60
"""  # noqa: S608 - the only name in it is our own table's  # nosec B608


@dataclass
class Bundle:
    left: int
    unclaimed: int
    ends_at: float


@dataclass(frozen=True)
class RateLimitResult:
    """`remaining` counts what this process holds and what nobody has taken yet."""

    is_allowed: bool
    limit: int
    remaining: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers names them; and Retry-After (RFC 9110) once it is used up."""
        told = {
            "RateLimit-Policy": f'"key";q={self.limit};w=60',
            "RateLimit": f'"key";r={self.remaining};t={self.seconds}',
        }
        return told if self.is_allowed else {**told, "Retry-After": str(self.seconds)}


_bundles: dict[UUID, Bundle] = {}
_lock = Lock()


def spend_one(key: ApiKey) -> RateLimitResult:
    with _lock:
        bundle = _bundles.get(key.pk)
        if bundle is None or bundle.ends_at <= time.monotonic() or not bundle.left:
            bundle = _bundles[key.pk] = _take_bundle(key)
        is_allowed = bundle.left > 0
        bundle.left -= is_allowed
        seconds = max(1, round(bundle.ends_at - time.monotonic()))
        return RateLimitResult(is_allowed, key.per_minute, bundle.left + bundle.unclaimed, seconds)


def _take_bundle(key: ApiKey) -> Bundle:
    """As many as a bundle holds; at the end of the limit a single one; else none until the next minute."""
    if len(_bundles) > KEYS_AT_ONCE:
        _bundles.clear()
    for count in (max(1, key.per_minute // BUNDLES), 1):
        values = {"id": uuid7(), "business": key.business_id, "key": key.pk, "count": count, "limit": key.per_minute}
        row = _take(values)
        if row is not None:
            taken, seconds = row
            return Bundle(count, key.per_minute - taken, time.monotonic() + float(seconds))
    return Bundle(0, 0, time.monotonic() + _seconds_left())


def _take(values: Mapping[str, UUID | int | None]) -> tuple[int, Decimal | float] | None:
    """While nothing can be written nothing is counted: reading goes on, a bundle at a time."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE, values)
            row: tuple[int, Decimal] | None = cursor.fetchone()
            return row
    except Error as fault:
        if outage_of(fault) not in (Outage.READ_ONLY, Outage.FULL):
            raise
        return 0, _seconds_left()


def _seconds_left() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 60 - extract(epoch FROM now())::numeric %% 60", [])
        return float(cursor.fetchone()[0])
