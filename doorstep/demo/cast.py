"""One cast of people, for the demo and for the tests. Nobody here exists; phones are +1 202 555 01xx."""

from dataclasses import dataclass, field

from doorstep.tenancy.models import Pack

PASSWORD = "doorstep-demo"  # nosec B105 - shown on the demo's front page


@dataclass(frozen=True)
class Seat:
    """A member: `below` names the manager by first name."""

    name: str
    below: str = ""
    is_admin: bool = False
    view_downline: bool = False
    is_disabled: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def position(self) -> str:
        if self.is_admin:
            return "admin"
        return "member, sees the downline" if self.view_downline else "member"


@dataclass(frozen=True)
class House:
    """A business of the demo and its people; its words come from the pack."""

    name: str
    host: str
    pack: Pack
    domain: str
    accent: str
    time_zone: str
    seats: tuple[Seat, ...]
    buyers: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ("Web form", "Search ad", "Social ad", "Referral", "Phone")
    postal_address: str = ""

    def email(self, seat: Seat) -> str:
        return f"{seat.first_name.lower()}@{self.domain}"


FENNMOOR = House(
    name="Fennmoor",
    host="brokerage.localhost",
    pack=Pack.BROKERAGE,
    domain="fennmoor.example",
    accent="#15574b",
    time_zone="Europe/Lisbon",
    seats=(
        Seat("Ann Reyes", is_admin=True),
        Seat("Sam Whitlock", below="Ann", view_downline=True),
        Seat("Kofi Mensah", below="Sam"),
        Seat("Ines Duarte", below="Sam"),
        Seat("Rosalind Achterberg-Villanueva", below="Ann", is_admin=True),
        Seat("Pavel Novotnik", below="Ann", is_disabled=True),
    ),
    sources=("Web form", "Search ad", "Social ad", "Referral", "Phone", "Partner: Ostrel", "Ad form", "Embedded modal"),
    postal_address="Fennmoor, 4 Harbour Row, Lisbon",
)
LARKFIELD = House(
    name="Larkfield Leads",
    host="exchange.localhost",
    pack=Pack.EXCHANGE,
    domain="larkfield.example",
    accent="#1d4ed8",
    time_zone="America/New_York",
    seats=(
        Seat("Nora Lindgren", is_admin=True),
        Seat("Theo Marsh", below="Nora", view_downline=True),
        Seat("Ivy Castellan", below="Theo"),
    ),
    buyers={"Brightwater Solar": (Seat("Bea Holloway", is_admin=True), Seat("Jonas Weir", below="Bea"))},
    sources=("Web form", "Search ad", "Comparison site", "Phone", "Social ad"),
    postal_address="Larkfield Leads, 12 Mill Street, Hartford",
)
QUILLSTONE = House(
    name="Quillstone Homes",
    host="homes.localhost",
    pack=Pack.HOMES,
    domain="quillstone.example",
    accent="#b4532a",
    time_zone="America/Denver",
    seats=(
        Seat("Marta Quill", is_admin=True),
        Seat("Owen Birch", below="Marta", view_downline=True),
        Seat("Lucia Ferro", below="Owen"),
    ),
    sources=("Web form", "Listing page", "Open house", "Referral", "Sign call"),
    postal_address="Quillstone Homes, 88 Cedar Avenue, Boulder",
)
MARIGOLD = House(
    name="Marigold Academy",
    host="academy.localhost",
    pack=Pack.ACADEMY,
    domain="marigold.example",
    accent="#eab308",
    time_zone="Europe/Berlin",
    seats=(
        Seat("Hana Novak", is_admin=True),
        Seat("Pim de Groot", below="Hana", view_downline=True),
        Seat("Elif Arslan", below="Pim"),
    ),
    sources=("Web form", "Webinar", "Podcast", "Referral", "Social ad"),
    postal_address="Marigold Academy, Lindenweg 7, Leipzig",
)
HOUSES = (FENNMOOR, LARKFIELD, QUILLSTONE, MARIGOLD)
