"""The main job, end to end, on real input: a file of leads becomes a registered client.

One house runs with web, worker and database of its own; mail goes through a real SMTP server; two windows of one
browser are open, a member's at the desk and, as the README says, a client's of the size of a phone.
"""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Running, sign_in, sign_out
from tests.people import contact_file

pytestmark = pytest.mark.xdist_group("house")

T = TypeVar("T")
PEOPLE = 500
PATIENCE = 60_000  # milliseconds for a job to be done on a busy machine


def test_a_file_of_leads_becomes_a_registered_client(running: Running, at_the_desk: Page, tmp_path: Path) -> None:
    desk, phone = at_the_desk, at_the_desk.context.new_page()
    phone.set_viewport_size(PHONE)
    sign_in(desk, running.url("brokerage", "/desk/"), "ann@fennmoor.example")
    expect(desk.get_by_role("heading", name=re.compile("^Good .*, Ann"))).to_be_visible()
    import_contacts(desk, contact_file("wealthbox", PEOPLE, tmp_path / "contacts.csv"))
    invite_twenty_of_those_not_invited(desk)
    letter = eventually(lambda: next(iter(invitations(running)), None), "the first registration e-mail")
    eventually(lambda: len(invitations(running)) >= 20, "twenty registration e-mails")

    address = letter["To"].addresses[0].addr_spec
    join_by_the_link(phone, running, letter, address)
    see_the_history_in_the_portal(phone)

    find_the_registered_lead(desk, running, address)
    the_exits_are_closed(desk)
    the_whole_story_is_told(desk)
    deleting_is_refused(desk)
    both_are_still_in(desk, phone, running)


def import_contacts(desk: Page, file: Path) -> None:
    desk.get_by_role("navigation", name="Main").get_by_role("link", name="Leads").click()
    desk.get_by_role("link", name="Import", exact=True).click()
    desk.locator("input[type=file]").set_input_files(file)
    expect(desk.get_by_role("heading", name="Match columns")).to_be_visible(timeout=PATIENCE)
    expect(desk.get_by_text("Sensitive, left out").first).to_be_visible()
    desk.get_by_label("Field for background_information").select_option(label="Do not import")
    desk.get_by_role("button", name="Check all rows").click()
    into = desk.get_by_role("button", name=re.compile(r"^Import \d+ rows$"))
    expect(into).to_be_visible(timeout=PATIENCE)
    into.click()
    expect(desk.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=PATIENCE)
    desk.get_by_role("link", name="Go to leads").click()


def invite_twenty_of_those_not_invited(desk: Page) -> None:
    desk.get_by_role("button", name="Add filter").click()
    desk.locator("#filter-menu").get_by_role("button", name="Stage").click()
    chooser = desk.locator("#filter-stage")
    chooser.get_by_label("Not invited").check()
    chooser.get_by_role("button", name="Show these leads").click()
    expect(desk).to_have_url(re.compile("stage=not_invited"))
    ticks = desk.locator("tbody .check")
    ticks.nth(0).click()
    ticks.nth(19).click(modifiers=["Shift"])
    bar = desk.get_by_role("toolbar", name="With the selected leads")
    expect(bar).to_contain_text("20 selected")
    bar.get_by_role("button", name="Invite").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_text("Trader", exact=True).click()
    dialog.get_by_role("button", name=re.compile("^Send")).click()
    expect(desk.get_by_text("20 invitations were sent.")).to_be_visible(timeout=PATIENCE)


def join_by_the_link(phone: Page, running: Running, letter: EmailMessage, address: str) -> None:
    phone.goto(first_link(letter, "/join/"))
    expect(phone.get_by_text("You were invited by Ann Reyes as Trader")).to_be_visible()
    assert phone.get_by_label("E-mail").input_value() == address
    assert phone.get_by_label("Full name").input_value()
    phone.get_by_label("Password", exact=True).fill("a short sentence of mine")
    phone.get_by_role("button", name="Send me a code").click()
    code = eventually(lambda: code_for(running, address), "the code by mail")
    phone.get_by_label("Code from the e-mail").fill(code)
    phone.get_by_role("button", name="Open my account").click()


def see_the_history_in_the_portal(phone: Page) -> None:
    expect(phone).to_have_url(re.compile(r"/portal/$"))
    expect(phone.get_by_role("heading", name="What happened")).to_be_visible()
    expect(phone.get_by_text("invited you to open an account")).to_be_visible()
    expect(phone.get_by_text("You made your account")).to_be_visible()


def find_the_registered_lead(desk: Page, running: Running, address: str) -> None:
    desk.goto(running.url("brokerage", f"/desk/leads/?q={address}"))
    row = desk.locator("tbody tr").first
    expect(row).to_contain_text("Registered")
    row.get_by_role("link").first.click()
    expect(desk.locator(".lead-head")).to_contain_text("Registered")


def the_exits_are_closed(desk: Page) -> None:
    panel = desk.get_by_role("region", name="What can be done now")
    expect(panel).to_contain_text(re.compile(r"C-1\d{4}"))
    for closed in ("Send registration e-mail", "Create portal account", "Bind to existing client"):
        expect(panel.get_by_text(closed)).to_have_count(0)


def the_whole_story_is_told(desk: Page) -> None:
    timeline = desk.get_by_role("list", name="Activity")
    for line in ("imported this lead from contacts.csv", "sent the registration e-mail as", "Registered as"):
        expect(timeline).to_contain_text(line)


def deleting_is_refused(desk: Page) -> None:
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("link", name="Delete lead").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("cannot be deleted")
    expect(dialog.get_by_role("button", name="Delete lead")).to_have_count(0)


def both_are_still_in(desk: Page, phone: Page, running: Running) -> None:
    """Each signs out alone, and the bare address leads to whichever is left."""
    phone.reload()
    expect(phone.get_by_role("heading", name="What happened")).to_be_visible()
    desk.goto(running.url("brokerage", "/"))
    expect(desk).to_have_url(re.compile("/desk/$"))
    sign_out(desk)
    desk.goto(running.url("brokerage", "/"))
    expect(desk).to_have_url(re.compile("/portal/$"))


def invitations(running: Running) -> list[EmailMessage]:
    """Those of the brokerage: other tests invite people to other businesses of this house."""
    return [letter for letter in running.letters.letters if running.url("brokerage", "/join/") in plain(letter)]


def code_for(running: Running, address: str) -> str | None:
    found = [
        re.search(r"\b(\d{6})\b", plain(letter))
        for letter in running.letters.to(address)
        if "/join/" not in plain(letter)
    ]
    return found[-1][1] if found and found[-1] else None


def first_link(letter: EmailMessage, part: str) -> str:
    return next(link for link in re.findall(r"http://\S+", plain(letter)) if part in link)


def plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return body.get_content() if body else ""


def eventually(find: Callable[[], T | None], what: str) -> T:
    until = time.monotonic() + PATIENCE / 1_000
    while time.monotonic() < until:
        if found := find():
            return found
        time.sleep(0.2)
    raise AssertionError(f"{what} did not come")
