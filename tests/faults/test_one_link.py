"""Fifty people with one link at the same moment, each with a browser of her own, at a house that runs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.faults.deeds import Newcomer, link_to, start_invitations, taken_in
from tests.faults.house import House
from tests.faults.visitor import Answer, Visitor
from tests.runtime.processes import eventually

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.long]

PEOPLE = 50


def test_of_fifty_people_with_one_link_one_becomes_a_client_and_the_rest_read_why_not(
    house: House, ann: Visitor
) -> None:
    [lead] = taken_in(house, ann, "shared", 1)
    start_invitations(house, ann, [lead])
    link, together = link_to(house, lead), Barrier(PEOPLE)
    people = [Newcomer(house, place=f"127.0.1.{at}") for at in range(1, PEOPLE + 1)]

    def sign_up(person: Newcomer) -> None:
        person.follow(link)
        person.sign_up()

    def type_code(person: Newcomer) -> Answer:
        code = person.code()
        together.wait()
        return person.type_code(code)

    with ThreadPoolExecutor(PEOPLE) as browsers:
        list(browsers.map(sign_up, people))
        assert eventually(lambda: all(house.letters.to(person.email) for person in people), within=60)
        answers = list(browsers.map(type_code, people))

    winners = [person for person, answer in zip(people, answers, strict=True) if answer.leads_to == "/portal/"]
    refused = [answer for answer in answers if not answer.is_yes]
    assert len(winners) == 1
    assert [(answer.status, answer.heading) for answer in refused] == [(409, "No account was made")] * (PEOPLE - 1)
    assert all("shared registered at" in answer.text for answer in refused)
    assert winners[0].visitor.get("/portal/").is_yes
    assert sum(person.accounts for person in people) == 1
    assert house.one("SELECT count(*) FROM clients_binding WHERE lead_id = %s", lead) == 1
