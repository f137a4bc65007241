"""The list of leads: first page, page 1,000, each sort and each filter, among a million leads and ten thousand."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from statistics import median, quantiles
from urllib.parse import urlencode

from django.utils import timezone

from bench.filling import SMALL, House
from bench.ground import PORT, Connection
from bench.load import Ask, Taken, one_by_one, together
from bench.promise import Line, share_at_least, times_at_most
from bench.servers import BARE_PORT
from doorstep.accounts.models import Member
from doorstep.desk.leads.sorting import SORTS
from doorstep.kit.paging import Cursor
from doorstep.leads.lists.filters import DATES, ME
from doorstep.leads.models import LeadType, Status, Tag
from doorstep.tenancy import scope

SIZE = 50
CLIENTS = 8
ROUNDS = 40
SECONDS = 1.0
FORM_TOKEN = "b" * 32
Query = dict[str, str]


def sorts() -> dict[str, Query]:
    return {f"sort={way}{name}": {"sort": f"{way}{name}"} for name in SORTS for way in ("", "-")}


def filters(house: House) -> dict[str, Query]:
    """One of each, of middling rarity."""
    month_ago = (timezone.now() - timedelta(days=30)).date().isoformat()
    with scope(house.business):
        member = Member.objects.order_by("path")[3]
        chosen = {
            "stage": "registered",
            "type": str(LeadType.objects.all()[1].pk),
            "status": str(Status.objects.all()[1].pk),
            "assigned": str(member.pk),
            "source": "Referral",
            "tag": str(Tag.objects.all()[1].pk),
        }
    found = {name: {name: value} for name, value in chosen.items()} | {"assigned=me": {"assigned": ME}}
    return found | {name: {f"{name}_from": month_ago} for name in DATES}


def lines(houses: Mapping[str, House], database: Connection) -> Iterator[Line]:
    queries = {size: _queries(house, database) for size, house in houses.items()}
    asks = {size: {name: _ask(houses[size], query) for name, query in some.items()} for size, some in queries.items()}
    taken = _timed(asks["large"], asks["small"])
    for group in ("first page", "page 1,000", "sort", "filter"):
        yield from _compared(group, {name: pair for name, pair in taken.items() if name.startswith(group)})
    bare = Ask(BARE_PORT, f"/fifty/{houses['large'].business}/{houses['large'].team}/", {"Host": "bare"})
    for group in ("first page", "page 1,000", "sort", "filter"):
        some = {name: ask for name, ask in asks["large"].items() if name.startswith(group)}
        slowest, mine, base = _slowest(some, bare)
        promise, at = f"List, {_named(group)}, requests/s", _one_of(group, slowest)
        yield share_at_least(promise, mine, base, 0.5, unit="requests/s", of="bare page", at=at)


def _queries(house: House, database: Connection) -> dict[str, Query]:
    found = {"first page": {}, "page 1,000": _far(house, database)}
    found |= {f"sort {name}": query for name, query in sorts().items()}
    return found | {f"filter {name}": query for name, query in filters(house).items()}


def _far(house: House, database: Connection) -> Query:
    """Page 1,000, as it would be reached by turning pages; of ten thousand leads the last but ten."""
    count = database.execute("SELECT count(*) FROM leads_lead WHERE business_id = %s", [house.business]).fetchone()
    before = min(999 * SIZE, (count[0] if count else SMALL) - 12 * SIZE)
    question = """
    SELECT received_at, id FROM leads_lead WHERE business_id = %s AND deleted_at IS NULL
    ORDER BY received_at DESC, id DESC LIMIT 1 OFFSET %s
    """
    row = database.execute(question, [house.business, before - 1]).fetchone()
    received, pk = row or ("", "")
    cursor = Cursor("older", "all", (received.isoformat(), str(pk)))  # type: ignore[union-attr]
    return {"after": str(cursor), "at": str(before + 1)}


def _ask(house: House, query: Query) -> Ask:
    address = "/desk/leads/" + (f"?{urlencode(query)}" if query else "")
    cookies = f"doorstep-desk={house.admin}; csrftoken={FORM_TOKEN}"  # a browser keeps both
    return Ask(PORT, address, {"Host": house.host, "Cookie": cookies})


def _timed(large: Mapping[str, Ask], small: Mapping[str, Ask]) -> dict[str, tuple[Taken, Taken]]:
    """In turn, so that whatever else happens on the machine happens to both."""
    names = list(large)
    asks = [ask for name in names for ask in (large[name], small[name])]
    one_by_one(asks, rounds=3)
    taken = one_by_one(asks, rounds=ROUNDS)
    return {name: (taken[2 * at], taken[2 * at + 1]) for at, name in enumerate(names)}


def _compared(group: str, taken: Mapping[str, tuple[Taken, Taken]]) -> Iterator[Line]:
    for told, number in (("median", median), ("95th percentile", lambda times: quantiles(times, n=20)[-1])):
        figures = {name: [number(each.times) for each in pair] for name, pair in taken.items()}
        worst = max(figures, key=lambda name: figures[name][0] / figures[name][1])
        promise, at = f"List, {_named(group)}, {told}", _one_of(group, worst)
        yield times_at_most(promise, *figures[worst], 1.5, unit="ms", of="among 10,000", at=at)


def _named(group: str) -> str:
    return f"each {group} alone" if group in ("sort", "filter") else group


def _one_of(group: str, worst: str) -> str:
    return worst.removeprefix(group).strip()


def _slowest(asks: Mapping[str, Ask], bare: Ask) -> tuple[str, float, float]:
    """Its name, its requests a second and the bare page's. A second tells little on a machine that others use too, so
    the three that look slowest are asked again, in turn with the bare page."""
    looks = {name: _rates(ask, bare, pairs=1) for name, ask in asks.items()}
    doubtful = sorted(looks, key=lambda name: looks[name][0] / looks[name][1])[:3]
    rates = {name: _rates(asks[name], bare, pairs=7) for name in doubtful}
    name = min(rates, key=lambda name: rates[name][0] / rates[name][1])
    return name, *rates[name]


def _rates(ours: Ask, bare: Ask, *, pairs: int) -> tuple[float, float]:
    taken = [[together(ask, clients=CLIENTS, seconds=SECONDS).per_second for ask in (ours, bare)] for _ in range(pairs)]
    mine, base = (median(column) for column in zip(*taken, strict=True))
    return mine, base
