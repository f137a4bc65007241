"""What a person is called, or writes, stays text: in the subject, the text, the HTML and every header."""

import pytest

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.mail.kinds import MAIL_KINDS, MailKind
from doorstep.mail.tests.posting import deliver, post
from doorstep.mail.wording import Wording, faults
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.timeline.models import Activity
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db
HOSTILE = (
    "[click](http://evil.example)",
    "<b>bold</b><script>alert(1)</script>",
    "{{ code }} {{ business }} {% if %} {name.__class__}",
    "# Heading\n\n- item **strong** `code`",
    "\ue000code\ue001\ue002code\ue003",
    "Maya\r\nBcc: everybody@example.com\r\n\r\nAnother letter",
    "\"><img src=x onerror=alert(1)>&amp;'",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_text(at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox, value: str) -> None:
    message = post(welcome, name=value, sender=value)
    assert deliver(message) == 0
    (letter,) = letterbox.letters
    text, html = (part.get_content() for part in letter.iter_parts())
    assert "Bcc" not in letter
    assert letterbox.envelopes[0].rcpt_tos == [message.to_email]
    assert "\n" not in letter["Subject"]
    assert text.count("418205") == html.count("418205<") == 1
    assert "<script" not in html
    assert "<img" not in html
    assert "evil.example" not in html.replace("[click](http://evil.example)", "")
    for line in value.replace("\ue000code\ue001\ue002code\ue003", "codecode").splitlines():
        assert line in text


def test_a_nameless_person_is_called_by_the_address(at_fennmoor: Business, welcome: MailKind) -> None:
    assert "# Hello maya" not in post(welcome, name="").text
    assert "Hello maya.okonjo@example.com" in post(welcome, name="").text


def test_an_address_that_is_none_is_refused_in_words(at_fennmoor: Business, welcome: MailKind) -> None:
    with pytest.raises(NotAllowed, match="There is no @ in it"):
        post(welcome, to="maya")


def test_a_business_may_use_its_own_words(at_fennmoor: Business, ann: Member, welcome: MailKind) -> None:
    welcome.reword(Wording("Come in, {{ name }}", "{{ code }} is **yours**.\n\n{{ button }}\n\nSee you."), by=ann)
    message = post(welcome)
    assert message.subject == "Come in, Maya Okonjo"
    assert "418205 is yours." in message.full_text
    assert message.full_text.index("Come in:") < message.full_text.index("See you.")
    welcome.reset(by=ann)
    assert post(welcome).subject == "Welcome to Fennmoor, Maya Okonjo"
    told = Activity.objects.about([at_fennmoor.pk])
    assert [activity.kind for activity in told] == ["mail.reset", "mail.reworded"]


def test_the_words_of_one_business_are_not_those_of_another(
    larkfield: Business, at_fennmoor: Business, ann: Member, welcome: MailKind
) -> None:
    welcome.reword(Wording("Ours alone", "{{ code }}"), by=ann)
    with scope(larkfield):
        assert post(welcome).subject == "Welcome to Larkfield Leads, Maya Okonjo"


@pytest.mark.parametrize(
    ("wording", "field", "sentence"),
    [
        (Wording("Hello {{ nmae }}", "{{ code }}"), "subject", "Did you mean {{ name }}?"),
        (Wording("Hello", "{{ code }} {{ name.__class__ }}"), "body", "{{ name.__class__ }} is not known"),
        (Wording("", "{{ code }}"), "subject", "needs a subject"),
        (Wording("Hello", " "), "body", "needs words"),
        (Wording("Hello", "No code here"), "body", "{{ code }} is missing"),
        (Wording("Hello", "{{ code }} and {{ button }} in a sentence"), "body", "on a line of its own"),
        (Wording("Hello", "{{ code }} [go](https://example.com/{{ name }})"), "body", "in a link's address"),
        (Wording("{{ button }}", "{{ code }}"), "subject", "{{ button }} is not known"),
    ],
)
def test_a_wording_that_cannot_work_is_refused_beside_its_field(
    at_fennmoor: Business, ann: Member, welcome: MailKind, wording: Wording, field: str, sentence: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        welcome.reword(wording, by=ann)
    assert refused.value.field == field
    assert sentence in refused.value.sentence


def test_all_our_own_words_can_be_filled_in(at_fennmoor: Business) -> None:
    profile = BusinessProfile.objects.select_related("business").get()
    assert MAIL_KINDS
    for kind in MAIL_KINDS.values():
        assert faults(kind.our_wording(), kind.allowed, kind.secret) == {"subject": [], "body": []}, kind.key
        known = kind.known(profile, kind.placeholders)
        letter = kind.letter(profile, kind.our_wording(), known, action_url="https://example.com/x", leave_url="")
        assert "{{" not in letter.subject + letter.text + letter.html, kind.key
