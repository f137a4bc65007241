"""A business with a million leads, one with ten thousand, a thousand neighbours: believable, and the same each time.

Written by the database's administrator, because row-level security would only slow it down, and without the indexes,
which are built afterwards.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from psycopg import sql

from bench.ground import Connection
from doorstep.accounts.models import ApiKey, Member, Session, Team, User
from doorstep.accounts.scopes import SCOPES
from doorstep.clients.new_business import create_business
from doorstep.demo.names import AREAS, CITIES, FIRST, LAST, TAGS
from doorstep.leads.models import LeadType, Status, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Pack

PEOPLE = 40
NEIGHBOURS = 1_000
LEADS_OF_A_NEIGHBOUR = 100
SMALL = 10_000
SOURCES = (
    *("Web form", "Search ad", "Social ad", "Referral", "Phone", "Partner", "Ad form", "Embedded form", "Webinar"),
    *("Podcast", "Fair", "Letter"),
)
MAILBOXES = ("post", "letters", "inbox", "mailbox", "carrier", "pigeon", "courier", "stamp", "parcel", "envelope")

# What is more common comes first: the square of a number between 0 and 1 is rather small.
LEADS = """
INSERT INTO leads_lead (
    id, business_id, team_id, assignee_id, assignee_path, lead_type_id, status_id, name, name_key,
    first_name, last_name, email, email_key,
    phone, phone_key, company, job_title, street, city, region, postal_code, country, language,
    website, source, origin, brought_from, referral_source, property_interest, search_criteria, external_id,
    fields, capture, received_at, updated_at, last_contact_at, invited_at, invitation_expires_at, registered_at,
    applied_at, opened_at, deleted_at, tag_ids
)
SELECT
    uuidv7(received - now()), business, team,
    CASE WHEN seat > 0 THEN (%(members)s::uuid[])[seat] END,
    CASE WHEN seat > 0 THEN (%(paths)s::text[])[seat] ELSE '' END,
    (%(types)s::uuid[])[1 + floor(random() ^ 2 * cardinality(%(types)s::uuid[]))],
    (%(statuses)s::uuid[])[1 + floor(random() ^ 2 * cardinality(%(statuses)s::uuid[]))],
    first || ' ' || last, lower(first || ' ' || last), first, last,
    mail, mail, phone, phone, company, '', '', (%(cities)s::text[])[place], (%(regions)s::text[])[place],
    (%(codes)s::text[])[place], 'United States', 'en', '', source, 'new', '', '', '', '', '', '{}', '{}',
    received, received, CASE WHEN random() < .6 THEN received + (now() - received) * random() END,
    invited, ends, CASE WHEN reached > 1 THEN invited END, CASE WHEN reached > 2 THEN invited END,
    CASE WHEN reached > 3 THEN invited END, CASE WHEN reached < 2 AND random() < .01 THEN now() END,
    CASE WHEN random() < .2 AND %(tags)s::uuid[] <> '{}'
        THEN ARRAY[(%(tags)s::uuid[])[1 + floor(random() ^ 2 * cardinality(%(tags)s::uuid[]))]] ELSE '{}' END
FROM (
    SELECT *, CASE WHEN reached > 0 THEN received + interval '1 hour' END AS invited,
        CASE WHEN reached > 0 THEN CASE WHEN random() < .3 THEN now() + interval '1 day' * random() * 7
            ELSE received + interval '7 days' END END AS ends,
        lower(first || '.' || replace(last, '-', '.')) || at || '@'
            || (%(mailboxes)s::text[])[mailbox] || '.example' AS mail
    FROM (
        SELECT business, team, at, now() - interval '3 years' * random() ^ 1.5 AS received,
            CASE WHEN random() < .15 OR %(members)s::uuid[] = '{}' THEN 0
                ELSE 1 + floor(random() ^ 1.3 * cardinality(%(members)s::uuid[]))::int END AS seat,
            (%(first)s::text[])[1 + floor(random() * cardinality(%(first)s::text[]))] AS first,
            (%(last)s::text[])[1 + floor(random() * cardinality(%(last)s::text[]))]
                || CASE WHEN random() < .5
                    THEN '-' || (%(last)s::text[])[1 + floor(random() * cardinality(%(last)s::text[]))]
                    ELSE '' END AS last,
            '+1' || (%(areas)s::text[])[1 + floor(random() * cardinality(%(areas)s::text[]))]
                || (2000000 + floor(random() * 7999999))::int AS phone,
            CASE WHEN random() < .3
                THEN (%(last)s::text[])[1 + floor(random() * cardinality(%(last)s::text[]))] || ' Ltd'
                ELSE '' END AS company,
            1 + floor(random() * cardinality(%(cities)s::text[]))::int AS place,
            (%(sources)s::text[])[1 + floor(random() ^ 2 * cardinality(%(sources)s::text[]))] AS source,
            1 + floor(random() ^ 2 * cardinality(%(mailboxes)s::text[]))::int AS mailbox,
            (ARRAY[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4])[1 + floor(random() * 16)] AS reached
        FROM unnest(%(businesses)s::uuid[], %(teams)s::uuid[]) AS of(business, team)
        CROSS JOIN generate_series(1, %(count)s) AS at
    ) AS person
) AS person
ORDER BY received
"""
LEAD_TAGS = """
INSERT INTO leads_leadtag (id, business_id, lead_id, tag_id)
SELECT uuidv7(), business_id, id, unnest(tag_ids) FROM leads_lead WHERE business_id = %(business)s
"""
NEIGHBOURING = """
WITH neighbours AS (
    INSERT INTO tenancy_business (id, name, host, created_at)
    SELECT uuidv7(), 'Neighbour ' || at, 'neighbour' || at || '.localhost', now()
    FROM generate_series(1, %(count)s) AS at
    RETURNING id
)
INSERT INTO accounts_team (id, business_id, name, is_house, created_at)
SELECT uuidv7(), id, 'House', true, now() FROM neighbours RETURNING business_id, id
"""


@dataclass(frozen=True)
class House:
    """A business that is measured. `admin` and `manager` are tokens of signed-in browsers, `key` goes to the API."""

    host: str
    business: UUID
    team: UUID
    admin: str
    manager: str
    key: str


def houses_of(home: Path, database: Connection, count: int) -> dict[str, House]:
    """Filled before, in a home that is kept; or now."""
    kept = home / "houses.json"
    if not kept.exists():
        houses = fill(database, count)
        kept.write_text(json.dumps({name: asdict(house) for name, house in houses.items()}, default=str))
    return {name: House(**_read(house)) for name, house in json.loads(kept.read_text()).items()}


def _read(house: dict[str, str]) -> dict[str, str | UUID]:
    return {**house, "business": UUID(house["business"]), "team": UUID(house["team"])}


def fill(database: Connection, count: int) -> dict[str, House]:
    """The "large" house has `count` leads, the "small" one ten thousand."""
    houses = {name: open_house(name) for name in ("large", "small")}
    with _without_indexes(database, "leads_lead"), _unchecked(database):
        for name, size in (("large", count), ("small", SMALL)):
            _people(database, houses[name], size)
        rows = database.execute(NEIGHBOURING, {"count": NEIGHBOURS}).fetchall()
        nobody = {"members": [], "paths": [], "types": [], "statuses": [], "tags": []}
        _leads(database, rows, LEADS_OF_A_NEIGHBOUR, nobody)
    database.execute("VACUUM ANALYZE")
    return houses


def open_house(name: str) -> House:
    """People in three levels: an admin, three managers who see below, the rest below them."""
    business = create_business(name=name.title(), host=f"{name}.localhost", pack=Pack.BROKERAGE)
    with scope(business):
        team = Team.objects.house()
        seated = [_seat(team, at, None) for at in range(1)]
        seated += [_seat(team, at, seated[0]) for at in range(1, 4)]
        seated += [_seat(team, at, seated[1 + at % 3]) for at in range(4, PEOPLE)]
        tokens = [Session.objects.open(seated[at].user, remember=True)[1] for at in (0, 1)]
        _key, secret = ApiKey.objects.issue(name="Bench", scopes=list(SCOPES), team=team, by=None, per_minute=10**8)
        Tag.objects.bulk_create(Tag(name=name, team=team) for name in TAGS)
    return House(f"{name}.localhost", business.pk, team.pk, tokens[0], tokens[1], secret)


def _seat(team: Team, at: int, manager: Member | None) -> Member:
    user = User.objects.register(email=f"seat{at}@bench.example", name=f"{FIRST[at]} {LAST[at]}")
    member = Member(user=user, team=team, manager=manager, is_admin=at == 0, view_downline=at < 4)
    member.path = (manager.path if manager else "") + member.step
    member.save(force_insert=True)
    return member


def _people(database: Connection, house: House, count: int) -> None:
    with scope(house.business):
        members = list(Member.objects.order_by("path").values_list("pk", "path"))
        given = {
            "members": [pk for pk, _path in members],
            "paths": [path for _pk, path in members],
            "types": list(LeadType.objects.values_list("pk", flat=True)),
            "statuses": list(Status.objects.values_list("pk", flat=True)),
            "tags": list(Tag.objects.values_list("pk", flat=True)),
        }
    _leads(database, [(house.business, house.team)], count, given)
    database.execute(LEAD_TAGS, {"business": house.business})


def _leads(database: Connection, teams: Sequence[Sequence[object]], count: int, given: dict[str, list[object]]) -> None:
    cities, regions, codes = zip(*CITIES, strict=True)
    words = {
        "first": FIRST, "last": LAST, "areas": [str(area) for area in AREAS], "cities": list(cities),
        "regions": list(regions), "codes": list(codes), "sources": list(SOURCES), "mailboxes": list(MAILBOXES),
        "businesses": [business for business, _team in teams], "teams": [team for _business, team in teams],
    }  # fmt: skip
    database.execute("SELECT setseed(0.5)")
    database.execute(LEADS, {**words, **given, "count": count})


@contextmanager
def _unchecked(database: Connection) -> Iterator[None]:
    """What is written here refers to what was just written."""
    database.execute("SET session_replication_role = replica")
    yield
    database.execute("RESET session_replication_role")


@contextmanager
def _without_indexes(database: Connection, table: str) -> Iterator[None]:
    """Building them at the end takes a quarter of the time; those behind a constraint stay."""
    question = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    """
    found = database.execute(question, [table]).fetchall()
    for name, _definition in found:
        database.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(str(name))))
    yield
    database.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in found:
        database.execute(str(definition).encode())
    database.execute("RESET maintenance_work_mem")
