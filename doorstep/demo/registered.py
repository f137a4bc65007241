"""Those of the demo's leads who were invited, and those who came: invitations, accounts, clients, bindings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from doorstep.accounts.models import Member, Team, User
from doorstep.clients.models import Binding, Client, ClientType, Invitation
from doorstep.clients.models.binding import BindingMethod
from doorstep.demo.cast import PASSWORD
from doorstep.demo.people import Person
from doorstep.kit.tokens import digest, new_token
from doorstep.leads.models import Lead
from doorstep.tenancy.bulk_load import insert_rows
from doorstep.tenancy.models import BusinessProfile


class Registry:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.types = list(ClientType.objects.all())
        self.sender = Member.objects.filter(team=Team.objects.house(), is_admin=True).order_by("path").first()
        self.password = make_password(PASSWORD)
        self.profile = BusinessProfile.objects.get()

    def invite_and_register(self, pairs: Iterable[tuple[Person, Lead]]) -> None:
        invited = [(person, lead) for person, lead in pairs if person.invited_at]
        insert_rows([self._invitation(*pair) for pair in invited])
        came = [(person, lead) for person, lead in invited if person.registered_at]
        users = [self._user(person) for person, _lead in came]
        clients = [
            self._client(at, user, person) for at, (user, (person, _)) in enumerate(zip(users, came, strict=True), 1)
        ]
        insert_rows(users)
        insert_rows(clients)
        insert_rows([self._binding(lead, client, person) for (person, lead), client in zip(came, clients, strict=True)])
        BusinessProfile.objects.filter(pk=self.profile.pk).update(
            last_client_number=self.profile.last_client_number + len(clients)
        )

    def type_of(self, person: Person) -> ClientType:
        """Every fifth is of the second type."""
        return self.types[-1] if int(person.phone[-2:]) % 5 == 0 else self.types[0]

    def _invitation(self, person: Person, lead: Lead) -> Invitation:
        return Invitation(
            lead=lead,
            client_type=self.type_of(person),
            email_key=lead.email_key,
            token_digest=digest(new_token()),
            sent_by=lead.assignee or self.sender,
            sent_at=lived(person.invited_at),
            expires_at=lived(person.expires_at),
            opened_at=person.registered_at and person.registered_at - timedelta(minutes=4),
            accepted_at=person.registered_at,
        )

    def _user(self, person: Person) -> User:
        return User(
            email=person.email,
            email_key=person.email,
            name=person.name,
            phone=person.phone,
            password=self.password,
            password_changed_at=person.registered_at,
            created_at=lived(person.registered_at),
        )

    def _client(self, at: int, user: User, person: Person) -> Client:
        number = self.profile.last_client_number + at
        return Client(
            user=user, number=number, client_type=self.type_of(person), registered_at=lived(person.registered_at)
        )

    def _binding(self, lead: Lead, client: Client, person: Person) -> Binding:
        return Binding(lead=lead, client=client, how=BindingMethod.BY_LINK, bound_at=lived(person.registered_at))


def lived(at: datetime | None) -> datetime:
    """A moment that this person's stage says there was."""
    if at is None:
        raise ValueError("This person has not come so far.")
    return at
