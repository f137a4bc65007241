"""The cast comes in with one click: the first members of a world at its desk, its first client in its portal."""

from collections.abc import Iterator

from doorstep.clients.models import Client
from doorstep.demo.cast import HOUSES, PASSWORD, House
from doorstep.site.sign_in.faces import DESK, Face
from doorstep.site.sign_in.shortcuts import Shortcut, offer
from doorstep.tenancy.requests import BusinessRequest


@offer
def cast(request: BusinessRequest, face: Face) -> Iterator[Shortcut]:
    house = next((house for house in HOUSES if house.host == request.business.host), None)
    if house is not None:
        yield from _members(house) if face is DESK else _clients()


def _members(house: House) -> Iterator[Shortcut]:
    for seat in house.seats[:3]:
        yield Shortcut(seat.name, seat.position, house.email(seat), PASSWORD)
    for buyer, seats in house.buyers.items():
        for seat in seats[:1]:
            yield Shortcut(seat.name, buyer, house.email(seat), PASSWORD)


def _clients() -> Iterator[Shortcut]:
    for client in Client.objects.select_related("user", "client_type").order_by("number")[:1]:
        yield Shortcut(client.user.name, f"{client.client_number}, {client.client_type}", client.user.email, PASSWORD)
