"""A running house is filled with the words: through its pages, its import, its API and its sign-up."""

import re
import time
from io import BytesIO
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from doorstep.kit.tables import write_csv
from tests.browser.conftest import Running, sign_in
from tests.hostile.trap import Trap
from tests.hostile.words import WORDS, Word

BUSINESS, ADMIN = "academy", "hana@marigold.example"
PATIENCE = 60_000  # milliseconds for a job
FILE, FILE_SHOWN = "../../<x-trap>\u202evsc.; rm -rf '.csv", "<x-trap>vsc.; rm -rf '.csv"
IN_SETTINGS = WORDS[:8]  # a few in each list: their pages are the same page
CLIENT, NAME = "client@hostile.example", WORDS[1]
SERVER_SAYS, TAG = WORDS[2], WORDS[3]
PASSWORD = "a short sentence of mine"
SECRET = re.compile(r"dsk_[\w-]{43}")


POST = """async ([forms, token]) => {
  const answers = [];
  for (const [path, typed] of forms) {
    const body = new URLSearchParams({...typed, csrfmiddlewaretoken: token});
    const answer = await fetch(path, {method: "POST", redirect: "manual", body});
    answers.push([answer.status, await answer.text()]);
  }
  return answers;
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
        sign_in(self.page, self.url("/desk/sign-in/"), ADMIN)

    def post(self, path: str, **typed: str) -> str:
        """A form, as the browser of this window would send it; what it answers, '' where that leads elsewhere."""
        return self.post_all([(path, typed)])

    def post_all(self, forms: list[tuple[str, dict[str, str]]]) -> str:
        """One after the other; what the last one answers."""
        token = next(cookie["value"] for cookie in self.context.cookies(self.url("/")) if cookie["name"] == "csrftoken")
        answers = self.page.evaluate(POST, [forms, token])
        for (path, typed), (status, _answer) in zip(forms, answers, strict=True):
            assert status in (0, 200), f"{path}: {status} for {typed}"
        return str(answers[-1][1])

    def settings(self) -> str:
        """Every list of the settings. The secret of an API key."""
        forms = []
        for number, word in enumerate(IN_SETTINGS):
            for options in ("lead-types", "statuses", "client-types"):
                forms.append((f"/desk/settings/{options}/", {"name": word.typed[:80]}))
            forms.append(("/desk/settings/fields/new/", {"label": f"{number} {word.typed}"[:80], "kind": "text"}))
            person = {"name": word.typed, "email": f"user{number}@hostile.example", "is_enabled": "on"}
            forms.append(("/desk/settings/users/new/", person))
            forms.append(("/desk/settings/keys/", {"name": word.typed, "scopes": "leads:write"}))
        key = self.post_all(forms)
        self.post("/desk/settings/profile/", name=WORDS[0].typed)
        wording = {"subject": WORDS[0].typed, "body": f"{WORDS[1].typed}\n\n{{{{ button }}}}"}
        self.post("/desk/settings/mail/registration/", **wording)
        self.business()
        found = SECRET.search(key)
        assert found, "the page of the API keys shows no secret"
        return found[0]

    def business(self) -> None:
        name, address, sender = (word.typed for word in WORDS[:3])
        place = {"language": "en", "time_zone": "Europe/Berlin", "country": "US", "currency": "EUR"}
        look = {"accent": "#eab308", "invitation_days": "7", "allow_duplicate_contact": "on"}
        self.post("/desk/settings/business/", name=name, postal_address=address, sender_name=sender, **place, **look)

    def file_of_leads(self) -> str:
        """One lead for each word. The address of the import."""
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
        return urlsplit(self.page.url).path

    def lead_by_api(self, secret: str, word: Word) -> None:
        said = word.typed
        lead = {"name": said, "email": "api@hostile.example", "company": said, "source": said, "tags": [said[:60]]}
        assert self.page.evaluate(POST_JSON, ["/api/v1/leads", secret, lead]) == 201

    def lead(self, number: int) -> str:
        """The address of the lead that the file called by this word."""
        self.page.goto(self.url(f"/desk/leads/?q=lead{number}@hostile.example"))
        return self.page.locator("tbody tr a").first.get_attribute("href") or ""

    def one_lead(self) -> str:
        """The address of one lead about which everything was said. Every word stands in its notes and mails."""
        address = self.lead(0)
        entries, said = f"{address}entries/", "\n".join(word.typed for word in WORDS)
        self.post_all([(entries, {"kind": "note", "text": word.typed}) for word in WORDS])
        self.post(entries, kind="mail", subject=WORDS[0].typed, text=said)
        self.post(entries, kind="call", outcome="answered", minutes="6", text=said)
        self.post_all([(f"{address}tags/", {"name": word.typed[:60]}) for word in IN_SETTINGS])
        return address

    def work(self) -> None:
        """Goes on while the pages are walked: puts a tag on every lead."""
        self.post("/desk/leads/bulk/tag/", confirm="yes", all="on", match="", tag=TAG.typed)

    def held_back(self, address: str) -> None:
        """The other server refuses that lead's address, and says a hostile word."""
        self.running.letters.refusal = f"550 5.1.1 {SERVER_SAYS.typed}"
        self.post(f"{address}entries/", kind="mail", subject="Good morning", text="Are you there?")
        listed = "document.body.innerText.includes('@hostile.example')"
        until = time.monotonic() + PATIENCE / 1_000
        while time.monotonic() < until:
            self.page.goto(self.url("/desk/settings/held-back/"))
            if self.page.evaluate(listed):
                break
        self.running.letters.refusal = ""

    def undo(self, address: str) -> str:
        """The address of the page that names the leads which stay, for they have a tag by now."""
        self.page.goto(self.url("/desk/work/"))
        self.page.locator("tbody tr a").first.click()
        expect(self.page.get_by_role("button", name="Undo")).to_be_visible(timeout=PATIENCE)
        self.post(f"{address}undoing/")
        self.page.goto(self.url(address))
        expect(self.page.locator(f"a[href='{address}kept/']").first).to_be_visible(timeout=PATIENCE)
        return f"{address}kept/"

    def password_link(self) -> str:
        """Of a user who was made in the settings."""
        return self._in_mail(f"user{WORDS.index(TAG)}@hostile.example", r"http://\S+/sign-in/password/\S+")

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
