"""Who wants no more invitations gets none, and may still ask for a link herself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.inviting import invite, send_a_new_one
from doorstep.clients.models import ClientType, Invitation
from doorstep.clients.tests.telling import mail_to
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead

MAYA = "maya.okonjo@example.com"


def test_an_invitation_can_be_unsubscribed_from_and_the_next_is_refused_in_words(
    maya: Lead, trader: ClientType, ann: Member
) -> None:
    invite(maya, trader, by=ann)
    (invitation,) = mail_to(MAYA)
    assert "/mail/unsubscribe/" in invitation.text
    invitation.leave_list("She said so.")
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="for no more e-mails like this"):
        invite(maya, trader, by=ann)


def test_a_link_she_asks_for_herself_still_comes(maya: Lead, trader: ClientType, ann: Member) -> None:
    sent = invite(maya, trader, by=ann)
    mail_to(MAYA)[0].leave_list("She said so.")
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=9), expires_at=timezone.now())
    send_a_new_one(sent.fresh())
    assert [message.list_key for message in mail_to(MAYA)] == ["invitations", ""]
