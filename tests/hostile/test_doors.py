"""Words stay words: through every door, each is kept as the rule says or refused with a sentence."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Member, Session, Team
from doorstep.accounts.sessions import DESK, PORTAL
from doorstep.clients.models import ClientType
from doorstep.clients.registration import register
from doorstep.leads.models import Field, Lead, LeadType
from doorstep.mail.models import Message
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity
from tests.hostile.doors import DOORS, Door, House
from tests.hostile.words import LINES, LONG, SCRIPTS, TOO_LONG, WORDS, Word

TEXTS = ("the note of a new lead", "a note", "what was said in a call", "the words of an e-mail", "a note, by the API")


@pytest.fixture
def house_of_ann(at_fennmoor: Business, house: Team, ann: Member, maya: Lead, trader: ClientType) -> House:
    client = register(name="Noor Haddad", email="noor@example.com", password_hash="")
    return House(
        business=at_fennmoor,
        desk=browser_of(at_fennmoor, ann),
        portal=browser_of(at_fennmoor, client),
        lead=maya.pk,
        member=ann.pk,
        client=client.pk,
        lead_type=LeadType.objects.offered().first().pk,
        field=Field.objects.add("Broker today", by=ann, kind="text").pk,
        secret=ApiKey.objects.issue(name="Website", scopes=["leads:write"], team=house, by=ann)[1],
    )


def browser_of(business: Business, whose: object) -> Browser:
    browser = Browser(headers={"host": business.host}, raise_request_exception=False)
    token = Session.objects.open(whose.user, remember=False)[1]
    browser.cookies[DESK.name] = browser.cookies[PORTAL.name] = token
    return browser


def words_for(door: Door) -> list[Word]:
    """What is tidied, and of the others every third, a different third for each door: they all come in by many."""
    others = [word for word in WORDS if word not in (*LINES, *SCRIPTS)]
    return [*LINES, *SCRIPTS, *others[DOORS.index(door) % 3 :: 3], LONG, TOO_LONG]


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_word_is_kept_unbroken_or_refused_with_a_sentence(house_of_ann: House, door: Door) -> None:
    before = reads(door, house_of_ann)
    for number, word in enumerate(words_for(door)):
        answer, expected = door.go(house_of_ann, word.typed, number), door.expected(word)
        kept = reads(door, house_of_ann)
        if expected is None:
            assert (answer.status_code, kept) == (422, before), word.name
        else:
            assert answer.status_code in (200, 201, 302), word.name
            assert kept == expected, word.name
        before = kept


def test_a_text_is_kept_whole_or_refused_in_the_same_words_everywhere(house_of_ann: House) -> None:
    texts = [door for door in DOORS if door.name in TEXTS]
    for door in texts:
        answer = door.go(house_of_ann, TOO_LONG.typed, 0)
        assert "20,001 characters long, and at most 20,000 fit. Shorten it" in answer.content.decode(), door
        assert not Activity.objects.filter(body__startswith="WW").exists()
        assert not Message.objects.exists()
        assert not Lead.objects.filter(name="Maya").exists()
        assert Lead.objects.get(pk=house_of_ann.lead).last_contact_at is None
    for door in texts:
        door.go(house_of_ann, TOO_LONG.typed[1:], 0)
        assert len(str(door.kept(house_of_ann))) == 20_000, door
    assert "W" * 20_000 in Message.objects.get().text


def reads(door: Door, house: House) -> object:
    """None while nothing stands there."""
    try:
        return door.kept(house)
    except (ObjectDoesNotExist, KeyError):
        return None
