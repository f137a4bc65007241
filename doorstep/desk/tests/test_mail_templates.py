"""A business writes its own mails: with placeholders, a preview that changes nothing, a test mail, and a way back."""

import pytest
from django.test import Client as Browser

from doorstep.demo.cast import PASSWORD
from doorstep.mail.models import MailTemplate, Message
from doorstep.tenancy.models import Business
from tests.guards.forms import sendings

LIST = "/desk/settings/mail/"
PAGE = f"{LIST}registration/"
# as a browser sends it
WORDS = {
    "subject": "Come in, {{ first_name }}",
    "body": "# Welcome\r\n\r\nDear {{ first_name }}.\r\n\r\n{{ button }}\r\n\r\nBye.",
}


def member(name: str) -> Browser:
    browser = Browser(headers={"host": "brokerage.localhost"})
    browser.post("/desk/sign-in/", {"email": f"{name}@fennmoor.example", "password": PASSWORD})
    return browser


@pytest.fixture
def ann_writes(at_fennmoor: Business) -> Browser:
    return member("ann")


def test_every_kind_is_listed_with_whose_words_it_has(ann_writes: Browser) -> None:
    ann_writes.post(PAGE, WORDS)
    page = ann_writes.get(LIST).content.decode()
    assert "Registration e-mail" in page
    assert "Confirmation code" in page
    assert page.count("Yours") == 1
    assert "Come in, {{ first_name }}" in page


def test_only_an_admin_may_write_mails(at_fennmoor: Business) -> None:
    kofi = member("kofi")
    for path in (LIST, PAGE):
        assert kofi.get(path).status_code == 403
    assert kofi.post(PAGE, WORDS).status_code == 403
    assert not MailTemplate.objects.exists()


def test_new_words_are_saved_and_shown_again(ann_writes: Browser) -> None:
    answer = ann_writes.post(PAGE, WORDS, follow=True)
    assert "From now on" in answer.content.decode()
    assert MailTemplate.objects.get().subject == WORDS["subject"]
    assert "Back to our words" in ann_writes.get(PAGE).content.decode()


def test_an_unknown_placeholder_is_refused_beside_its_field_and_what_was_typed_stays(ann_writes: Browser) -> None:
    answer = ann_writes.post(PAGE, {**WORDS, "body": "Dear {{ first_nmae }}"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Did you mean {{ first_name }}?" in page.partition('id="body-faults"')[2]
    assert "Dear {{ first_nmae }}" in page
    assert not MailTemplate.objects.exists()


def test_a_fault_is_told_while_one_types(ann_writes: Browser) -> None:
    typed = {**WORDS, "subject": "Hello {{ who }}"}
    answer = ann_writes.post(f"{PAGE}faults/", typed, headers={"hx-trigger-name": "subject"})
    assert "{{ who }} is not known" in answer.content.decode()
    assert (
        "not known"
        not in ann_writes.post(f"{PAGE}faults/", typed, headers={"hx-trigger-name": "body"}).content.decode()
    )


def test_the_preview_shows_what_is_typed_and_can_run_nothing(ann_writes: Browser) -> None:
    answer = ann_writes.post(f"{PAGE}preview/", WORDS)
    assert "Dear Maya." in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not MailTemplate.objects.exists()


def test_the_preview_with_a_nasty_name_shows_it_as_text(ann_writes: Browser) -> None:
    html = ann_writes.post(f"{PAGE}preview/", {**WORDS, "sample": "hostile"}).content.decode()
    assert "[click](http://evil.example) &lt;b&gt;Bold&lt;/b&gt; {{ name }}" in html
    text = ann_writes.post(f"{PAGE}preview/", {**WORDS, "sample": "hostile", "as": "text"}).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in text


def test_a_test_mail_goes_to_oneself_and_saves_nothing(ann_writes: Browser) -> None:
    page = ann_writes.post(f"{PAGE}test/", WORDS).content.decode()
    sent = Message.objects.get()
    assert (sent.to_email, sent.subject) == ("ann@fennmoor.example", "Test: Come in, Maya")
    assert "Dear {{ first_name }}." in page
    assert not MailTemplate.objects.exists()


def test_our_words_come_back(ann_writes: Browser) -> None:
    ann_writes.post(PAGE, WORDS)
    ann_writes.post(f"{PAGE}reset/")
    assert not MailTemplate.objects.exists()
    assert "Open your account, {{ first_name }}" in ann_writes.get(PAGE).content.decode()


def test_a_kind_that_does_not_exist_is_not_found(ann_writes: Browser) -> None:
    assert ann_writes.get(f"{LIST}nothing/").status_code == 404


def test_who_goes_back_to_our_words_does_not_take_away_what_somebody_wrote_meanwhile(ann_writes: Browser) -> None:
    ann_writes.post(PAGE, WORDS)
    tab = going_back(ann_writes)
    ann_writes.post(PAGE, {**WORDS, "subject": "Another subject"})
    assert (
        "Somebody changed these words meanwhile." in ann_writes.post(f"{PAGE}reset/", tab, follow=True).content.decode()
    )
    assert MailTemplate.objects.get().subject == "Another subject"
    ann_writes.post(f"{PAGE}reset/", going_back(ann_writes))
    assert not MailTemplate.objects.exists()


def going_back(browser: Browser) -> dict[str, str]:
    """What the question whether to go back to our words sends."""
    html = browser.get(PAGE).content.decode()
    return next(dict(one.pairs) for one in sendings(html, PAGE) if one.address == f"{PAGE}reset/")
