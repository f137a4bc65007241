"""Builds a house of the cast: the business with the words of its pack, its profile, teams and members. No leads."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from doorstep.accounts.models import Member, Team, User
from doorstep.clients.founding import found
from doorstep.demo.cast import PASSWORD, House, Seat
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile


def build(house: House) -> Business:
    business = found(name=house.name, host=house.host, pack=house.pack)
    password = make_password(PASSWORD)
    with scope(business):
        _brand(house)
        seat_team(Team.objects.house(), house, house.seats, password)
        for buyer, seats in house.buyers.items():
            seat_team(Team.objects.create(name=buyer), house, seats, password)
    return business


def seat_team(team: Team, house: House, seats: tuple[Seat, ...], password: str) -> dict[str, Member]:
    """The members by first name."""
    seated: dict[str, Member] = {}
    for seat in seats:
        user = User.objects.register(email=house.email(seat), name=seat.name, password_hash=password)
        member = Member(user=user, team=team, is_admin=seat.is_admin, view_downline=seat.view_downline)
        member.manager = seated.get(seat.below)
        member.path = (member.manager.path if member.manager else "") + member.step
        member.save(force_insert=True)
        if seat.is_disabled:
            User.objects.filter(pk=user.pk).update(disabled_at=timezone.now())
        seated[seat.first_name] = member
    return seated


def _brand(house: House) -> None:
    BusinessProfile.objects.update(
        accent=house.accent,
        time_zone=house.time_zone,
        sender_email=f"hello@{house.domain}",
        reply_to=f"hello@{house.domain}",
        postal_address=house.postal_address,
    )
