"""A word in a mail is text in both parts and in every header: nothing is added, nobody else is written to."""

from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.correspondence import write_mail
from doorstep.leads.emails import PERSONAL
from doorstep.mail.delivery import attempt
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.models import Message
from doorstep.mail.wording import Wording
from doorstep.tenancy.models import Business, BusinessProfile
from tests.hostile.words import ADDRESSES, CANARY, LONG, NO_ADDRESSES, WORDS
from tests.smtp import Letterbox

HEADERS = {
    "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "auto-submitted",
    "list-unsubscribe", "list-unsubscribe-post", "x-peer", "x-mailfrom", "x-rcptto",
}  # fmt: skip
MAYA = "maya.okonjo@example.com"


class Read(HTMLParser):
    """What a reader sees of an HTML mail, and what it would load or run."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.live = "", list[str]()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += "\n" if tag == "br" else ""
        addresses = [value or "" for name, value in attrs if name in ("href", "src")]
        if tag in ("x-trap", "script", "img", "svg", "iframe", "form") or any(name[:2] == "on" for name, _ in attrs):
            self.live.append(f"<{tag} {attrs}>")
        self.live += [address for address in addresses if CANARY in address or not address.startswith("http")]


def delivered(letterbox: Letterbox, message: Message) -> EmailMessage:
    assert attempt(message.business_id, message.pk) == 0
    return letterbox.letters[-1]


def parts(letter: EmailMessage) -> tuple[str, Read]:
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content().replace("\r\n", "\n"), Read(html.get_content())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_names_subjects_and_words_arrive_as_they_were_typed(
    letterbox: Letterbox, at_fennmoor: Business, house: Team, ann: Member
) -> None:
    for word in WORDS:
        ann.user.name = word.as_line
        lead = capture(house, by=ann, name=word.typed, email=MAYA)
        letter = delivered(letterbox, write_mail(lead, word.typed, word.typed, by=ann))
        assert {name.lower() for name in letter} <= HEADERS, word.name
        assert letterbox.envelopes[-1].rcpt_tos == [MAYA], word.name
        assert [(one.display_name, one.addr_spec) for one in letter["To"].addresses] == [(word.in_mail, MAYA)]
        assert letter["Subject"].strip() == word.in_mail, word.name
        plain, html = parts(letter)
        assert html.live == [], word.name
        for text in (plain, html.text):
            assert flat(word.in_mail) in flat(text)
            assert f"{word.in_mail} of Fennmoor wrote this to you." in flat(text)


def test_the_businesss_own_names_stay_in_their_header(
    letterbox: Letterbox, at_fennmoor: Business, house: Team, ann: Member
) -> None:
    lead = capture(house, by=ann, name="Maya Okonjo", email=MAYA)
    for word in WORDS:
        Business.objects.filter(pk=at_fennmoor.pk).update(name=word.as_line)
        BusinessProfile.objects.update(sender_name=word.as_line, postal_address=word.as_line)
        letter = delivered(letterbox, write_mail(lead, "Hello", "Hello", by=ann))
        assert {name.lower() for name in letter} <= HEADERS, word.name
        assert [one.addr_spec for one in letter["From"].addresses] == ["hello@fennmoor.example"], word.name
        assert letter["From"].addresses[0].display_name == word.as_line, word.name
        plain, html = parts(letter)
        assert html.live == [], word.name
        assert all(flat(word.as_line) in flat(text) for text in (plain, html.text)), word.name


def test_the_words_of_a_template_run_nothing(letterbox: Letterbox, at_fennmoor: Business, ann: Member) -> None:
    kind = MAIL_KINDS["personal"]
    for word in WORDS:
        wording = Wording(word.as_line, f"{word.as_text}\n\n{{{{ text }}}}")
        values = {"subject": "-", "text": "Good morning", "sender": "Ann Reyes"}
        letter = delivered(letterbox, kind.send(to=MAYA, name="Maya", values=values, wording=wording))
        assert {name.lower() for name in letter} <= HEADERS, word.name
        plain, html = parts(letter)
        assert "Good morning" in plain
        assert not any(live.startswith("<") for live in html.live), word.name  # a link of one's own is allowed
        assert "49" not in html.text, word.name


def test_ten_thousand_letters_arrive(letterbox: Letterbox, house: Team, ann: Member) -> None:
    lead = capture(house, by=ann, name="Maya Okonjo", email=MAYA)
    letter = delivered(letterbox, write_mail(lead, LONG.typed, LONG.typed, by=ann))
    assert letter["Subject"].strip() == LONG.typed[:200]
    assert all(LONG.typed in "".join(text.split()) for text in (parts(letter)[0], parts(letter)[1].text))


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_odd_address_gets_its_mail_and_nobody_else(
    letterbox: Letterbox, house: Team, ann: Member, address: str
) -> None:
    lead = capture(house, by=ann, name="Maya Okonjo", email=address)
    letter = delivered(letterbox, write_mail(lead, "Hello", "Hello", by=ann))
    assert letterbox.envelopes[-1].rcpt_tos == [address]
    assert {name.lower() for name in letter} <= HEADERS


@pytest.mark.parametrize("text", NO_ADDRESSES, ids=range(len(NO_ADDRESSES)))
def test_what_is_no_address_is_not_written_to(house: Team, ann: Member, text: str) -> None:
    with pytest.raises(NotAllowed):
        capture(house, by=ann, name="Maya Okonjo", email=text)
    with pytest.raises(NotAllowed):
        PERSONAL.send(to=text, values={"subject": "", "text": "", "sender": ""})
