"""Rows that no form of the crawl fills, filled with every word: their pages show it as it is and as nothing else."""

from collections.abc import Iterable
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client as Browser

from doorstep.accounts.members import add_member
from doorstep.accounts.models import Member, PasswordLink, Team
from doorstep.clients.registration import bind, register
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.importing.tests.importer import Importer
from doorstep.kit.tables import write_csv
from doorstep.leads.capture import capture
from doorstep.leads.correspondence import write_mail
from doorstep.leads.models import Lead
from doorstep.mail.lists import leave_url
from doorstep.mail.models import Message, Suppression
from doorstep.mail.models.suppression import Reason
from doorstep.tenancy.models import Business, Work, WorkState
from tests.hostile.crawl import Seen
from tests.hostile.words import WORDS

STATES = (WorkState.WAITING, WorkState.RUNNING, WorkState.FINISHED, WorkState.FAILED, WorkState.STOPPED)


LINES = [word.as_line for word in WORDS]


@pytest.fixture
def desk(ann: Member) -> Browser:
    return browser_of(ann)


class Text(HTMLParser):
    """What a page says, in words and in attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += "".join(f"\n{value}\n" for _name, value in attrs)


def shows(browser: Browser, path: str, words: Iterable[str]) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    html = answer.content.decode()
    assert Seen(path, html).made_by_words == [], path
    said = " ".join(Text(html).said.split())
    assert [word for word in words if " ".join(word.split()) not in said] == [], path


def test_work_in_every_state_shows_its_title_its_note_and_its_file(desk: Browser, ann: Member) -> None:
    for number, word in enumerate(WORDS):
        titled = {"title": word.as_line, "note": word.as_text, "state": STATES[number % len(STATES)]}
        work = Work.objects.ask(kind="leads.export", by=ann, total=9, done=4, **titled)
        if work.state == WorkState.FINISHED:
            work.finish(word.as_text, content=b"Name\r\n", filename=f"{number}.csv")
        shows(desk, f"/desk/work/{work.pk}/", [word.as_line])
    shows(desk, "/desk/work/", LINES)


def test_what_the_undo_of_an_import_left_alone_is_named(
    desk: Browser, at_fennmoor: Business, ann: Member, tmp_path: Path
) -> None:
    importer = Importer(at_fennmoor, ann, tmp_path)
    with (tmp_path / "people.csv").open("wb") as file:
        rows = [[line, f"lead{number}@hostile.example"] for number, line in enumerate(LINES)]
        write_csv(file, ["First name", "E-mail"], rows)
    run = importer.file(tmp_path / "people.csv")
    for lead in Lead.objects.all():
        lead.write_note("Called.", by=ann)
    assert importer.undo(run).kept == len(WORDS)
    shows(desk, f"/desk/imports/{run.pk}/kept/", LINES)


def test_what_a_mail_server_said_stands_on_the_list_of_those_held_back(desk: Browser, at_fennmoor: Business) -> None:
    for number, word in enumerate(WORDS):
        Suppression.objects.suppress(f"lead{number}@hostile.example", Reason.BOUNCE, evidence=word.as_text)
    shows(desk, "/desk/settings/held-back/", LINES)


def test_binding_and_unbinding_name_lead_and_client(desk: Browser, house: Team, ann: Member, trader: object) -> None:
    for number, word in enumerate(WORDS):
        email = f"lead{number}@hostile.example"
        lead = capture(house, by=ann, name=word.as_line, company=word.as_line, phone=f"+1 202 555 {1000 + number}")
        client = register(name=word.as_line, email=email, password_hash="")
        shows(desk, f"/desk/leads/{lead.pk}/binding/?client={email}", [word.as_line])
        bind(lead, client, by=ann)
        shows(desk, f"/desk/leads/{lead.pk}/unbinding/", [word.as_line])


def test_what_was_looked_for_in_vain_is_said_again(desk: Browser, maya: Lead) -> None:
    for word in WORDS:
        if not word.has_null:
            shows(desk, f"/desk/leads/{maya.pk}/binding/?{urlencode({'client': word.as_line})}", [word.as_line])


def test_the_page_for_a_new_password_names_its_owner(house: Team, ann: Member) -> None:
    for number, word in enumerate(WORDS):
        member = add_member(house, name=word.as_line, email=f"user{number}@hostile.example", by=ann)
        token = PasswordLink.objects.issue(email_key=member.user.email_key, lasts=timedelta(hours=1), user=member.user)
        visitor = Browser(headers={"host": ann.business.host})
        shows(visitor, visitor.get(f"/desk/sign-in/password/{token}/")["Location"], [word.as_line])


def test_the_page_for_leaving_a_list_names_the_mail(maya: Lead, ann: Member) -> None:
    visitor = Browser(headers={"host": ann.business.host})
    for word in WORDS:
        message = write_mail(maya, word.as_line, "Good morning", by=ann)
        Message.objects.filter(pk=message.pk).update(list_key="news")
        path = urlsplit(leave_url(message.fresh())).path
        shows(visitor, path, [word.in_mail])
        visitor.post(path)
        shows(visitor, path, [word.in_mail])
        visitor.post(path.replace("unsubscribe", "subscribe"))
