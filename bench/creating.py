"""POST /api/v1/leads, eight clients and two workers, against the bare page that inserts once."""

import json
from collections.abc import Iterator
from statistics import median

from bench.filling import House
from bench.ground import PORT
from bench.load import Ask, together
from bench.promise import Line, share_at_least
from bench.servers import BARE_PORT

CLIENTS = 8
ROUNDS = 5
SECONDS = 3.0
JSON = {"Content-Type": "application/json"}


def lines(house: House) -> Iterator[Line]:
    person = {
        "first_name": "Maya", "last_name": "Okonjo", "name": "Maya Okonjo", "email": "m{n}@post.example",
        "phone": "+12025550143", "source": "Web form",
    }  # fmt: skip
    ours = Ask(
        PORT, "/api/v1/leads", {"Host": house.host, "Authorization": f"Bearer {house.key}", **JSON}, json.dumps(person)
    )
    bare = Ask(BARE_PORT, f"/new/{house.business}/{house.team}/", {"Host": house.host, **JSON}, json.dumps(person))
    rates = [
        [together(ask, clients=CLIENTS, seconds=SECONDS).per_second for ask in (ours, bare)] for _ in range(ROUNDS)
    ]
    ours_rate, bare_rate = (median(column) for column in zip(*rates, strict=True))
    yield share_at_least("POST /api/v1/leads", ours_rate, bare_rate, 1 / 3, unit="requests/s", of="bare page")
