"""A business opens: its profile, its house, the words of its pack, its first admin."""

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team, User
from doorstep.clients.models import ClientType
from doorstep.clients.packs import PRESETS, PackPreset
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import LeadType, Status
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile, Pack


@transaction.atomic
def create_business(*, name: str, host: str, pack: Pack) -> Business:
    """The business with its profile, house and options, and nobody in it. Raises NotAllowed when the host is taken."""
    if host and Business.objects.filter(host=host.lower()).exists():
        raise NotAllowed(_("%s already belongs to a business here.") % host, field="host")
    business = Business.objects.create(name=name, host=host.lower())
    with scope(business):
        BusinessProfile.objects.create(pack=pack, sender_name=name)
        Team.objects.create(name=name, is_house=True)
        _set_words(PRESETS[pack])
    return business


def add_first_admin(*, email: str, name: str) -> Member:
    """Who opens the desk of the current business for the first time; she gets a link to set her password."""
    user = User.objects.register(email=email, name=name)
    admin = Member(user=user, team=Team.objects.house(), is_admin=True, view_downline=True)
    admin.path = admin.step
    admin.save(force_insert=True)
    return admin


def _set_words(preset: PackPreset) -> None:
    LeadType.objects.bulk_create(LeadType(name=name, position=at) for at, name in enumerate(preset.lead_types))
    Status.objects.bulk_create(Status(name=name, position=at) for at, name in enumerate(preset.statuses))
    ClientType.objects.bulk_create(
        ClientType(name=name, position=at, is_affiliate=name in preset.affiliate_types)
        for at, name in enumerate(preset.client_types)
    )
