"""What people of the house were doing when it was killed, and what must be true of it afterwards."""

import random
import re
from collections import Counter

from tests.faults.house import House
from tests.faults.visitor import Answer, Visitor
from tests.runtime.processes import eventually

PASSWORD = "a long sentence to keep"


def send_file(ann: Visitor, name: str, rows: int) -> Answer:
    lines = (f"{name},Person {at},{name}-{at}@example.com" for at in range(rows))
    content = "\n".join(("First name,Last name,E-mail", *lines)).encode()
    return ann.upload("/desk/imports/", f"{name}.csv", content)


def number_in(answer: Answer) -> str:
    """Of the import or the work that it leads to."""
    assert answer.is_yes, answer
    return answer.leads_to.split("/")[3]


def upload(ann: Visitor, name: str, rows: int) -> str:
    """The import's number."""
    return number_in(send_file(ann, name, rows))


def run_import(ann: Visitor, number: str) -> Answer:
    return ann.post(f"/desk/imports/{number}/run/")


def start_import(ann: Visitor, name: str, rows: int) -> str:
    number = upload(ann, name, rows)
    assert run_import(ann, number).is_yes
    return number


def import_is(house: House, number: str, state: str) -> bool:
    return house.one("SELECT state FROM importing_import WHERE id = %s", number) == state


def taken_in(house: House, ann: Visitor, name: str, rows: int) -> list[str]:
    """The leads of a small import that is over."""
    number = start_import(ann, name, rows)
    assert eventually(lambda: import_is(house, number, "finished"), within=60), house.said("worker")
    return [str(pk) for (pk,) in house.ask("SELECT id FROM leads_lead WHERE first_name = %s", name)]


def invite(house: House, ann: Visitor, leads: list[str]) -> Answer:
    trader = str(house.one("SELECT id FROM clients_clienttype WHERE name = 'Trader'"))
    return ann.post("/desk/leads/bulk/invite/", form="/desk/leads/new/", client_type=trader, confirm="yes", lead=leads)


def start_invitations(house: House, ann: Visitor, leads: list[str]) -> str:
    """The work's number."""
    answer = invite(house, ann, leads)
    assert "/desk/work/" in answer.leads_to, answer
    return number_in(answer)


def assert_imported_once(house: House, number: str, name: str, rows: int) -> None:
    people = house.ask("SELECT id, email_key FROM leads_lead WHERE first_name = %s", name)
    assert len(people) == len({email for _pk, email in people}) == rows
    told = house.ask(
        "SELECT a.subject_id FROM timeline_activity a JOIN leads_lead l ON l.id = a.subject_id"
        " WHERE l.first_name = %s AND a.kind = 'lead.imported'",
        name,
    )
    assert sorted(told) == sorted((pk,) for pk, _email in people)
    counted = "SELECT done, created, (SELECT count(*) FROM importing_importedrow WHERE import_run_id = i.id), file"
    assert house.ask(f"{counted} FROM importing_import i WHERE id = %s", number) == [(rows, rows, rows, "")]


def assert_invited_once(house: House, work: str, leads: list[str], *, in_hand: int) -> None:
    """`in_hand`: how many letters may have been on their way, accepted and not recorded, when the kill came."""
    invited = house.ask("SELECT lead_id::text FROM clients_invitation WHERE lead_id = ANY(%s::uuid[])", leads)
    assert sorted(invited) == sorted((pk,) for pk in leads)
    written = house.ask("SELECT to_email, message_id FROM mail_message WHERE about_id = ANY(%s::uuid[])", leads)
    assert len(written) == len(leads)
    assert house.one("SELECT outcome->>'sent' FROM tenancy_work WHERE id = %s", work) == str(len(leads))
    copies = {address: house.letters_to(address) for address, _ in written}
    assert {address: set(seen) for address, seen in copies.items()} == {to: {name} for to, name in written}
    assert Counter(map(len, copies.values()))[1] >= len(leads) - in_hand
    assert max(map(len, copies.values())) <= 2


def link_to(house: House, lead: str) -> str:
    """The personal link that the lead was mailed."""
    address = str(house.one("SELECT email FROM leads_lead WHERE id = %s", lead))
    assert eventually(lambda: house.letters.to(address), within=60), house.said("worker")
    text = house.letters.to(address)[0].get_body(("plain",)).get_content()
    found = re.search(r"/join/[\w-]+/", text)
    assert found, text
    return found[0]


def sent(house: House, leads: list[str]) -> int:
    query = "SELECT count(*) FROM mail_message WHERE about_id = ANY(%s::uuid[]) AND sent_at IS NOT NULL"
    return int(str(house.one(query, leads)))


class Newcomer:
    """Signs up, with a link or without one; her code comes by mail."""

    def __init__(self, house: House, *, place: str = "127.0.0.1") -> None:
        self.house, self.visitor = house, house.visitor(place=place)
        self.email = f"newcomer-{random.randrange(10**9)}@example.com"
        self.lead = ""

    def follow(self, link: str) -> None:
        assert self.visitor.get(link).leads_to == "/join/"

    def sign_up(self) -> None:
        answer = self.visitor.post("/portal/sign-up/", name="Maya Okonjo", email=self.email, password=PASSWORD)
        assert answer.leads_to == "/portal/code/", answer

    def code(self) -> str:
        assert eventually(lambda: self.house.letters.to(self.email), within=60)
        text = self.house.letters.to(self.email)[0].get_body(("plain",)).get_content()
        found = re.search(r"\b(\d{6})\b", text)
        assert found, text
        return found[1]

    def type_code(self, code: str) -> Answer:
        return self.visitor.post("/portal/code/", code=code)

    @property
    def accounts(self) -> int:
        query = "SELECT count(*) FROM clients_client c JOIN accounts_user u ON u.id = c.user_id WHERE u.email_key = %s"
        return int(str(self.house.one(query, self.email)))
