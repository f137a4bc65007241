"""What the stories of this package say and look at."""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import close_old_connections, connection

from doorstep.clients.models import Client, Invitation
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity


def told(subject: Lead | Client) -> list[str]:
    """The timeline in words, newest first."""
    return [sentence(activity) for activity in Activity.objects.about([subject.pk])]


def mail_to(address: str) -> list[Message]:
    return list(Message.objects.filter(email_key=address).order_by("created_at", "id"))


def token_in(message: Message) -> str:
    found = re.search(r"/join/([\w-]+)/", message.full_text)
    assert found, message.full_text
    return found[1]


def token_of(invitation: Invitation) -> str:
    return token_in(Message.objects.get(pk=invitation.message_id))


def code_in(message: Message) -> str:
    found = re.search(r"\b(\d{6})\b", message.full_text)
    assert found, message.full_text
    return found[1]


def at_once(business: Business, attempts: Iterable[Callable[[], object]]) -> tuple[list[object], list[str]]:
    """Runs all on connections of their own, as good as together: what succeeded, and what the others were told."""
    tries = list(attempts)
    start = Barrier(len(tries))

    def attempt(verb: Callable[[], object]) -> tuple[object, str]:
        start.wait()
        try:
            with scope(business):
                return verb(), ""
        except NotAllowed as refusal:
            return None, refusal.sentence
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(len(tries)) as threads:
        outcomes = list(threads.map(attempt, tries))
    return [made for made, refusal in outcomes if not refusal], [refusal for _made, refusal in outcomes if refusal]
