"""Builds a house of the cast: the business with the words of its pack, its profile, teams and members. No leads."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from doorstep.accounts.models import Member, Team, User
from doorstep.clients.new_business import create_business
from doorstep.demo.cast import PASSWORD, House, Seat
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile


def build(house: House) -> Business:
    business = create_business(name=house.name, host=house.host, pack=house.pack)
    password = make_password(PASSWORD)
    with scope(business):
        _brand(house)
        seat_team(Team.objects.house(), house, house.seats, password)
        for buyer, seats in house.buyers.items():
            seat_team(Team.objects.create(name=buyer), house, seats, password)
    return business


def seat_team(team: Team, house: House, seats: tuple[Seat, ...], password: str) -> dict[str, Member]:
    """The members by first name. All at once: nearly every test begins with them."""
    seated: dict[str, Member] = {}
    for seat in seats:
        member = Member(user=_user(house, seat, password), team=team, manager=seated.get(seat.below))
        member.path = (member.manager.path if member.manager else "") + member.step
        member.is_admin, member.view_downline = seat.is_admin, seat.view_downline
        seated[seat.first_name] = member
    User.objects.bulk_create(member.user for member in seated.values())
    Member.objects.bulk_create(seated.values())
    return seated


def _user(house: House, seat: Seat, password: str) -> User:
    address = house.email(seat)
    disabled_at = timezone.now() if seat.is_disabled else None
    return User(email=address, email_key=address, name=seat.name, password=password, disabled_at=disabled_at)


def _brand(house: House) -> None:
    BusinessProfile.objects.update(
        accent=house.accent,
        time_zone=house.time_zone,
        sender_email=f"hello@{house.domain}",
        reply_to=f"hello@{house.domain}",
        postal_address=house.postal_address,
    )
