"""What each pack brings: a trade's words as lead types, pipeline and client types, to be changed at will."""

from dataclasses import dataclass

from doorstep.tenancy.models import Pack


@dataclass(frozen=True)
class PackPreset:
    lead_types: tuple[str, ...]
    statuses: tuple[str, ...]
    client_types: tuple[str, ...]
    affiliate_types: tuple[str, ...] = ()


PRESETS = {
    Pack.BROKERAGE: PackPreset(
        lead_types=("Trader", "IB", "Managed account"),
        statuses=("New", "Contacted", "Qualified", "Waiting", "Application", "Won", "Lost"),
        client_types=("Trader", "IB"),
        affiliate_types=("IB",),
    ),
    Pack.EXCHANGE: PackPreset(
        lead_types=("Solar", "Roofing", "Insurance"),
        statuses=("New", "Verified", "Offered", "Sold", "Rejected"),
        client_types=("Homeowner",),
    ),
    Pack.HOMES: PackPreset(
        lead_types=("Buyer", "Seller", "Renter"),
        statuses=("New", "Contacted", "Viewing", "Offer", "Closed"),
        client_types=("Home buyer", "Seller"),
    ),
    Pack.ACADEMY: PackPreset(
        lead_types=("Course", "Coaching", "Community"),
        statuses=("New", "Contacted", "Trial", "Joined"),
        client_types=("Member", "Affiliate"),
        affiliate_types=("Affiliate",),
    ),
}
