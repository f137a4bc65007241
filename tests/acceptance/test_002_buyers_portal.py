"""A lead buyer's portal: what one's people see of the leads, and who those people are."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.acceptance.acts import invite, names, new_lead, sign_in
from tests.acceptance.visitor import Visitor

MAYA, TOMASZ = "maya.okonjo@example.com", "tomasz@example.com"
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
NEW_PASSWORD = "another short sentence"
AtTheDesk = Callable[[str], Visitor]
Work = Callable[[], None]


def rows(reader: Visitor) -> list[str]:
    return [row.words for row in reader.page.root.every("tr")]


def test_002_01_the_navigation_leads_to_each_section_and_its_pages(ann: Visitor) -> None:
    for section, pages in (
        ("Leads", ["All leads 0", "My leads 0", "Unassigned 0"]),
        ("Invitations", ["Invite", "Sent"]),
        ("Settings", ["Profile", "Security", "Users"]),
    ):
        ann.open("/desk/").follow(section)
        assert all(ann.offered(page) for page in pages), ann.words


@time_machine.travel(NOON)
def test_002_02_the_dashboard_counts_leads_per_day_of_two_months(at_the_desk: AtTheDesk) -> None:
    ann = at_the_desk("Ann")
    with time_machine.travel(NOON - timedelta(days=25)):
        new_lead(ann, "Tomasz Bielak", TOMASZ)
    new_lead(ann, "Maya Okonjo", MAYA)
    assert ann.open("/desk/").sees("Leads per day November October")
    assert {"19 1 0", "25 1"} <= set(rows(ann))


def test_002_05_the_dashboard_shows_the_newest_leads(ann: Visitor, maya: str) -> None:
    new_lead(ann, "Tomasz Bielak", TOMASZ)
    assert names(ann.open("/desk/")) == ["Tomasz Bielak", "Maya Okonjo"]


def test_002_06_the_list_holds_all_leads_of_ones_own(ann: Visitor, maya: str, kofi: Visitor) -> None:
    new_lead(kofi, "Tomasz Bielak", TOMASZ)
    assert names(kofi.open("/desk/leads/")) == ["Tomasz Bielak"]
    assert names(ann.open("/desk/leads/")) == ["Tomasz Bielak", "Maya Okonjo"]


def test_002_07_leads_are_searched_by_date_by_type_and_through_all(ann: Visitor) -> None:
    noon = (timezone.now() - timedelta(days=9)).replace(hour=12)  # the same day in every zone of the cast
    with time_machine.travel(noon):
        new_lead(ann, "Maya Okonjo", MAYA)
    new_lead(ann, "Tomasz Bielak", TOMASZ, {"Lead type": "IB"})
    day = {"From": f"{noon:%Y-%m-%d}", "Until": f"{noon:%Y-%m-%d}"}
    assert names(ann.open("/desk/leads/").press("Show these leads", day)) == ["Maya Okonjo"]
    assert names(ann.open("/desk/leads/").press("Show these leads", {"Type": "IB"})) == ["Tomasz Bielak"]
    assert names(ann.open("/desk/leads/").search("Search leads", "okonjo")) == ["Maya Okonjo"]
    assert names(ann.open("/desk/leads/").search("Search leads", "")) == ["Tomasz Bielak", "Maya Okonjo"]


def test_002_08_every_column_sorts_by_its_header(ann: Visitor, maya: str) -> None:
    ann.open(maya).press("Save or send", {"What to add": "Call", "Text": "Call back"})
    of_sam = {"Assigned to": "Sam Whitlock", "Lead type": "IB", "Status": "Won", "Source": "Phone"}
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tomasz = new_lead(ann, "Tomasz Bielak", TOMASZ, of_sam)
        ann.open(tomasz).press("Save or send", {"What to add": "Call", "Text": "Call back"})
        invite(ann, tomasz)
    headers = [
        head.words for head in ann.open("/desk/leads/").page.root.every("th") if head.attrs.get("scope") == "col"
    ]
    assert headers == ["Name", "Stage", "Type", "Status", "Source", "Assigned to", "Last contact", "Received"]
    for header in headers:
        once = names(ann.open("/desk/leads/").follow(header))
        assert names(ann.follow(header)) == once[::-1], header


def test_002_09_an_opened_lead_shows_its_details(ann: Visitor, maya: str) -> None:
    ann.open("/desk/leads/").follow("Maya Okonjo")
    assert ann.sees("Person Name Maya Okonjo", MAYA, "+1 202 555 0143", "Ann Reyes added this lead")


def test_002_10_an_email_is_sent_to_the_contact(ann: Visitor, maya: str, visitor: Visitor) -> None:
    ann.open(maya).follow("E-mail")
    ann.press("Save or send", {"Subject": "Our call on Tuesday", "Text": "Shall we speak at ten?"})
    assert ann.sees("Our call on Tuesday", "Shall we speak at ten?")
    assert visitor.open_newest_mail(MAYA).sees("Our call on Tuesday", "Shall we speak at ten?")


def test_002_12_a_lead_is_printed_or_exported(ann: Visitor, maya: str, work: Work) -> None:
    assert ann.open(maya).in_a_browser(is_printed)
    assert lines(ann.follow("Export as CSV"))[0]["E-mail"] == MAYA
    ann.open("/desk/leads/").press("Export", {"Select Maya Okonjo": True}).press("Export leads")
    work()
    assert lines(ann.open(ann.address).follow("Download the file"))[0]["E-mail"] == MAYA


def test_002_25_the_profile_holds_contact_details_and_the_new_lead_notification(
    ann: Visitor, maya: str, kofi: Visitor, visitor: Visitor, work: Work
) -> None:
    kofi.open("/desk/settings/").follow("Profile")
    kofi.press("Save profile", {"Phone": "+1 202 555 0101", "Send me an e-mail when I get a new lead": True})
    assert kofi.fields("Save profile")["Phone"] == "+1 202 555 0101"
    assign(ann, "Maya Okonjo", "Kofi Mensah")
    work()
    assert visitor.open_newest_mail("kofi@fennmoor.example").sees("Maya Okonjo")


def test_002_26_the_password_is_changed_under_security(kofi: Visitor, visitor: Visitor) -> None:
    kofi.open("/desk/settings/").follow("Security")
    kofi.press("Change password", {"Current password": "doorstep-demo", "New password": NEW_PASSWORD})
    assert sign_in(visitor, "kofi@fennmoor.example", "doorstep-demo").address.startswith("/desk/sign-in/")
    assert sign_in(visitor, "kofi@fennmoor.example", NEW_PASSWORD).address == "/desk/"


def test_002_27_a_further_user_signs_in_and_is_given_leads(
    ann: Visitor, maya: str, visitor: Visitor, work: Work
) -> None:
    add_user(ann, "Mina Korhola", "mina@fennmoor.example")
    visitor.open_newest_mail("mina@fennmoor.example").follow("Follow its link")
    visitor.press("Save and sign in", {"New password": NEW_PASSWORD})
    assert visitor.open("/desk/").sees("Mina Korhola")
    assign(ann, "Maya Okonjo", "Mina Korhola")
    work()
    assert names(visitor.open("/desk/leads/").follow("My leads")) == ["Maya Okonjo"]


def test_002_28_new_user_opens_the_form_of_a_user(ann: Visitor) -> None:
    ann.open("/desk/settings/users/").follow("New user")
    assert ann.sees("Admin access", "View downline", "Enabled")
    assert set(ann.fields("Add user")) == {"Full name", "E-mail", "Manager"}


def test_002_29_admin_access_opens_all_areas(ann: Visitor, maya: str, kofi: Visitor) -> None:
    only_for_admins = ("users", "business", "lead-types", "statuses", "client-types", "keys", "mail", "held-back")
    for area in only_for_admins:
        assert kofi.open(f"/desk/settings/{area}/").answer.status_code == 403
    change_user(ann, "Kofi Mensah", "Admin access", on=True)
    for area in only_for_admins:
        assert kofi.open(f"/desk/settings/{area}/").answer.status_code == 200
    assert names(kofi.open("/desk/leads/")) == ["Maya Okonjo"]


def test_002_30_view_downline_shows_the_leads_of_those_below(ann: Visitor, sam: Visitor, kofi: Visitor) -> None:
    new_lead(kofi, "Tomasz Bielak", TOMASZ)
    assert names(sam.open("/desk/leads/")) == ["Tomasz Bielak"]
    change_user(ann, "Sam Whitlock", "View downline", on=False)
    assert names(sam.open("/desk/leads/")) == []
    change_user(ann, "Sam Whitlock", "View downline", on=True)
    assert names(sam.open("/desk/leads/")) == ["Tomasz Bielak"]


def test_002_31_a_disabled_user_is_out_until_enabled_again(ann: Visitor, kofi: Visitor, visitor: Visitor) -> None:
    change_user(ann, "Kofi Mensah", "Enabled", on=False)
    assert kofi.open("/desk/").address.startswith("/desk/sign-in/")
    assert sign_in(visitor, "kofi@fennmoor.example", "doorstep-demo").address.startswith("/desk/sign-in/")
    change_user(ann, "Kofi Mensah", "Enabled", on=True)
    assert sign_in(visitor, "kofi@fennmoor.example", "doorstep-demo").address == "/desk/"


def is_printed(page: Page) -> bool:
    """By the button; and on paper there is the lead without what stands around it."""
    page.evaluate("window.print = () => { window.wasPrinted = true }")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Maya Okonjo")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).not_to_be_visible()
    return bool(page.evaluate("window.wasPrinted"))


def lines(reader: Visitor) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reader.download.decode("utf-8-sig"))))


def assign(member: Visitor, name: str, colleague: str) -> None:
    member.open("/desk/leads/").press("Assign", {f"Select {name}": True})
    member.press("Assign leads", {"Assign to": colleague})


def add_user(admin: Visitor, name: str, email: str) -> None:
    admin.open("/desk/settings/").follow("Users").follow("New user")
    admin.press("Add user", {"Full name": name, "E-mail": email, "Enabled": True})


def change_user(admin: Visitor, name: str, switch: str, *, on: bool) -> None:
    admin.open("/desk/settings/users/").follow(name).press("Save user", {switch: on})
