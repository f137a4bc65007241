"""What `doorstep run` says when the first page has answered."""

from doorstep.runtime.address import Address
from doorstep.runtime.deployment import Deployment


def welcome(found: Deployment, address: Address) -> str:
    return f"\nDoorstep is open at {address.url}\nStop it with Ctrl-C. All data is in {found.home}\n"
