"""How often an address and a place may be tried. The refusal is the same whether the address has an account or not."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

from doorstep.accounts.models import Attempt
from doorstep.accounts.models.attempt import Act
from doorstep.kit.errors import NotAllowed

_IPV6_OF_ONE_HOUSE = 64


@dataclass(frozen=True)
class Limit:
    act: Act
    per_address: int
    per_place: int
    within: timedelta

    def count(self, *, email_key: str, ip: str) -> None:
        Attempt.objects.create(act=self.act, email_key=email_key, ip=_place(ip))

    def refuse_when_exhausted(self, *, email_key: str, ip: str) -> None:
        lately = Attempt.objects.filter(act=self.act).within(self.within)
        is_exhausted = lately.filter(email_key=email_key).count() >= self.per_address
        if is_exhausted or (ip and lately.filter(ip=_place(ip)).count() >= self.per_place):
            minutes = int(self.within.total_seconds() // 60)
            raise NotAllowed(_("That was tried too often. Wait %s minutes, then try again.") % minutes)


SIGN_IN = Limit(Act.SIGN_IN, per_address=10, per_place=60, within=timedelta(minutes=15))
MAIL = Limit(Act.MAIL, per_address=5, per_place=40, within=timedelta(minutes=60))


def _place(ip: str) -> str | None:
    """The address; of IPv6 the network, because one house has all of it."""
    if not ip or ip_address(ip).version == 4:
        return ip or None
    return str(ip_network(f"{ip}/{_IPV6_OF_ONE_HOUSE}", strict=False).network_address)
