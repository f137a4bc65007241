"""How much of the disk bodies may take up while they come: a stranger who never ends what he sends must not fill it.

A body is on its way for seconds, so an honest sender meets these limits never; who is refused reads to send it later.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from doorstep.config.bodies import IN_MEMORY
from doorstep.kit.bodies import NoRoom

TOGETHER = 2**30  # of one process, in bytes: twenty of the largest files
OF_ONE_PLACE = 2**28  # five of them


class Room:
    """Used by one event loop, so nothing of it is locked."""

    def __init__(self, *, together: int = TOGETHER, of_one_place: int = OF_ONE_PLACE) -> None:
        self.together, self.of_one_place = together, of_one_place
        self.taken: Counter[str] = Counter()

    @contextmanager
    def share(self, place: str) -> Iterator["Share"]:
        """For one request from this network address, until it is answered."""
        share = Share(self, place)
        try:
            yield share
        finally:
            self.taken[place] -= share.size
            self.taken += Counter()  # forgets the places that have nothing here

    def take(self, more: int, place: str) -> None:
        """Raises NoRoom, and takes nothing then."""
        if self.taken[place] + more > self.of_one_place or self.taken.total() + more > self.together:
            raise NoRoom
        self.taken[place] += more


class Share:
    def __init__(self, room: Room, place: str) -> None:
        self.room, self.place, self.size = room, place, 0

    def hold(self, length: int) -> None:
        """A body that is so long by now. Raises NoRoom."""
        size = length if length > IN_MEMORY else 0
        if size > self.size:
            self.room.take(size - self.size, self.place)
            self.size = size
