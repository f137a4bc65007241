"""A registration that is cut off: made whole or not at all, and the same code opens it afterwards."""

import threading

import pytest

from tests.faults.deeds import Newcomer, link_to, start_invitations, taken_in
from tests.faults.figures import Figures
from tests.faults.house import House, seconds_until
from tests.faults.visitor import BROKEN, Answer, Visitor

pytestmark = pytest.mark.xdist_group("faults")

WRITES_TO = (
    "accounts_code",
    "accounts_user",
    "clients_client",
    "clients_binding",
    "timeline_activity",
    "accounts_session",
)
SHORT = {"web": "clients_binding", "database": "accounts_session"}
POINTS = [
    pytest.param(victim, table, marks=() if SHORT[victim] == table else pytest.mark.long)
    for victim in ("web", "database")
    for table in WRITES_TO
]
OPEN_WITHIN = {"web": 30.0, "database": 5.0}  # seconds from the start of the web, from the return of the database


@pytest.fixture
def newcomer(house: House, ann: Visitor) -> Newcomer:
    """She followed the personal link of a lead, and her code is there."""
    [lead] = taken_in(house, ann, f"lead-{len(house.letters.envelopes)}", 1)
    start_invitations(house, ann, [lead])
    newcomer = Newcomer(house)
    newcomer.follow(link_to(house, lead))
    newcomer.sign_up()
    newcomer.lead = lead
    return newcomer


@pytest.mark.parametrize(("victim", "table"), POINTS)
def test_cut_off_it_never_happened_and_the_same_code_opens_it_afterwards(
    house: House, newcomer: Newcomer, figures: Figures, victim: str, table: str
) -> None:
    code, answers = newcomer.code(), list[Answer]()
    before = numbers_given(house)
    typing = threading.Thread(target=lambda: answers.append(newcomer.type_code(code)))
    with house.held(table):
        typing.start()
        assert house.stand_still()
        house.kill(victim)
    typing.join()
    assert answers[0].status in (BROKEN, 503)
    back = house.start_again(victim)
    front = house.visitor()
    took = seconds_until(lambda: front.get("/portal/sign-in/").is_yes, within=OPEN_WITHIN[victim], since=back)
    figures[f"{victim} killed, the web answers after"] = took
    assert (newcomer.accounts, registered(house, newcomer.lead), numbers_given(house)) == (0, False, before)

    assert newcomer.type_code(code).leads_to == "/portal/"
    assert newcomer.visitor.get("/portal/").is_yes
    assert (newcomer.accounts, registered(house, newcomer.lead), numbers_given(house)) == (1, True, before + 1)
    assert house.one("SELECT count(*) FROM clients_binding WHERE lead_id = %s", newcomer.lead) == 1


def registered(house: House, lead: str) -> bool:
    return house.one("SELECT registered_at FROM leads_lead WHERE id = %s", lead) is not None


def numbers_given(house: House) -> int:
    return int(str(house.one("SELECT last_client_number FROM tenancy_businessprofile")))
