"""Clients: people with a portal account, how leads were invited and bound to them."""

from doorstep.clients.models.binding import Binding
from doorstep.clients.models.client import Client, ClientType
from doorstep.clients.models.invitation import Invitation

__all__ = ["Binding", "Client", "ClientType", "Invitation"]
