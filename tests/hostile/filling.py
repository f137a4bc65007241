"""A running house is filled with the words: through its pages, its import, its API and its sign-up."""

import re
import time
from io import BytesIO

from playwright.sync_api import BrowserContext, Page, expect

from doorstep.kit.tables import write_csv
from tests.browser.conftest import Running
from tests.hostile.trap import Trap
from tests.hostile.words import WORDS, Word

BUSINESS, ADMIN = "academy", "hana@marigold.example"
PATIENCE = 60_000  # milliseconds for a job
FILE, FILE_SHOWN = "../../<x-trap>\u202evsc.; rm -rf '.csv", "<x-trap>vsc.; rm -rf '.csv"
IN_SETTINGS = WORDS[:8]  # a few in each list: their pages are the same page
CLIENT, NAME = "client@hostile.example", WORDS[1]
PASSWORD = "a short sentence of mine"
SECRET = re.compile(r"dsk_[\w-]{43}")


POST = """async ([path, typed]) => {
  const answer = await fetch(path, {method: "POST", redirect: "manual", body: new URLSearchParams(typed)});
  return [answer.status, await answer.text()];
}"""
POST_JSON = """async ([path, secret, body]) => {
  const headers = {"Authorization": `Bearer ${secret}`, "Content-Type": "application/json"};
  return (await fetch(path, {method: "POST", headers, body: JSON.stringify(body)})).status;
}"""


class Filling:
    """Works as the admin of one of the demo's businesses."""

    def __init__(self, running: Running, context: BrowserContext, trap: Trap) -> None:
        self.running, self.context, self.trap = running, context, trap
        self.page = context.new_page()

    def url(self, path: str) -> str:
        return self.running.url(BUSINESS, path)

    def sign_in(self) -> None:
        self.page.goto(self.url("/desk/sign-in/"))
        self.page.get_by_label("E-mail", exact=True).fill(ADMIN)
        self.page.get_by_label("Password", exact=True).fill("doorstep-demo")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/desk/")

    def post(self, path: str, **typed: str) -> str:
        """A form, as the browser of this window would send it; what it answers, '' where that leads elsewhere."""
        token = next(cookie["value"] for cookie in self.context.cookies(self.url("/")) if cookie["name"] == "csrftoken")
        status, answer = self.page.evaluate(POST, [path, {**typed, "csrfmiddlewaretoken": token}])
        assert status in (0, 200), f"{path}: {status} for {typed}"
        return str(answer)

    def settings(self) -> str:
        """Every list of the settings. The secret of an API key."""
        for number, word in enumerate(IN_SETTINGS):
            for options in ("lead-types", "statuses", "client-types"):
                self.post(f"/desk/settings/{options}/", name=word.typed[:80])
            self.post("/desk/settings/fields/new/", label=f"{number} {word.typed}"[:80], kind="text")
            person = {"name": word.typed, "email": f"user{number}@hostile.example", "is_enabled": "on"}
            self.post("/desk/settings/users/new/", **person)
            key = self.post("/desk/settings/keys/", name=word.typed, scopes="leads:write")
        self.post("/desk/settings/profile/", name=WORDS[0].typed)
        self.post(
            "/desk/settings/mail/registration/", subject=WORDS[0].typed, body=f"{WORDS[1].typed}\n\n{{{{ button }}}}"
        )
        self.business()
        found = SECRET.search(key)
        assert found, "the page of the API keys shows no secret"
        return found[0]

    def business(self) -> None:
        name, address, sender = (word.typed for word in WORDS[:3])
        place = {"language": "en", "time_zone": "Europe/Berlin", "country": "US", "currency": "EUR"}
        look = {"accent": "#eab308", "invitation_days": "7", "allow_duplicate_contact": "on"}
        self.post("/desk/settings/business/", name=name, postal_address=address, sender_name=sender, **place, **look)

    def file_of_leads(self) -> None:
        """One lead for each word."""
        header = ["First name", "E-mail", "Company", "Job title", "City", "Source", "Search criteria", "Note"]
        content = BytesIO()
        rows = [[word.typed, f"lead{at}@hostile.example", *[word.typed] * 6] for at, word in enumerate(WORDS)]
        write_csv(content, header, rows)
        file = {"name": FILE, "mimeType": "text/csv", "buffer": content.getvalue()}
        self.page.goto(self.url("/desk/imports/"))
        self.page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
        expect(self.page.get_by_role("heading", name="Match columns")).to_be_visible(timeout=PATIENCE)
        self.trap.look_at(self.page, "desk/imports/<uuid:pk>/columns/")
        self.page.get_by_role("button", name="Check all rows").click()
        into = self.page.get_by_role("button", name=re.compile(r"^Import \d+ rows$"))
        expect(into).to_be_visible(timeout=PATIENCE)
        self.page.goto(f"{self.page.url}?show=all")
        self.trap.look_at(self.page, "desk/imports/<uuid:pk>/check/")
        into.click()
        expect(self.page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("body")).to_contain_text(FILE_SHOWN)

    def lead_by_api(self, secret: str, word: Word) -> None:
        said = word.typed
        lead = {"name": said, "email": "api@hostile.example", "company": said, "source": said, "tags": [said[:60]]}
        assert self.page.evaluate(POST_JSON, ["/api/v1/leads", secret, lead]) == 201

    def one_lead(self) -> str:
        """The address of one lead about which everything was said. Every word stands in its notes and mails."""
        self.page.goto(self.url("/desk/leads/?q=lead0@hostile.example"))
        address = self.page.locator("tbody tr a").first.get_attribute("href") or ""
        for word in WORDS:
            self.post(f"{address}entries/", kind="note", text=word.typed)
        said = "\n".join(word.typed for word in WORDS)
        self.post(f"{address}entries/", kind="mail", subject=WORDS[0].typed, text=said)
        self.post(f"{address}entries/", kind="call", outcome="answered", minutes="6", text=said)
        for word in IN_SETTINGS:
            self.post(f"{address}tags/", name=word.typed[:60])
        self.post("/desk/leads/bulk/tag/", confirm="yes", all="on", match="", tag=IN_SETTINGS[0].typed[:60])
        return address

    def newest_mail(self, address: str) -> str:
        """The address of the mail that was last sent to that lead."""
        self.page.goto(self.url(address))
        return self.page.locator("a[href^='/desk/mail/']").first.get_attribute("href") or ""

    def invitation(self, address: str) -> str:
        """The personal link of somebody who is invited as the last of the client types."""
        self.page.goto(self.url(address))
        last = self.page.locator("input[name=client_type], [name=client_type] option").last.get_attribute("value") or ""
        self.post(f"{address}invitation/", client_type=last)
        return self._in_mail("lead0@hostile.example", r"http://\S+/join/\S+")

    def client(self, phone: Page, link: str, trap: Trap) -> None:
        """Somebody signs up with that link under a hostile name, and is in the portal."""
        phone.goto(link)
        trap.look_at(phone, "portal/sign-up/")
        phone.get_by_label("Full name").fill(NAME.typed)
        phone.get_by_label("E-mail").fill(CLIENT)
        phone.get_by_label("Password", exact=True).fill(PASSWORD)
        phone.get_by_role("button", name="Send me a code").click()
        phone.get_by_label("Code from the e-mail").wait_for()
        trap.look_at(phone, "portal/code/")
        phone.get_by_label("Code from the e-mail").fill(self._in_mail(CLIENT, r"\b\d{6}\b"))
        phone.get_by_role("button", name="Open my account").click()
        phone.wait_for_url("**/portal/")

    def _in_mail(self, address: str, pattern: str) -> str:
        """The first such thing in the mails to that address."""
        until = time.monotonic() + PATIENCE / 1_000
        while time.monotonic() < until:
            bodies = (letter.get_body(("plain",)) for letter in self.running.letters.to(address))
            found = [match[0] for body in bodies if body and (match := re.search(pattern, body.get_content()))]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} holds {pattern}")
