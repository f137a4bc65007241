"""What people are looked for by (client number, address, name): a stranger's finds as little as one nobody bears.

Put into everything the product reads out of a query or a form, so that new fields join by themselves.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.test import Client as Browser

from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from tests.guards.forms import ID
from tests.guards.names import names_read
from tests.guards.places import Row, places
from tests.guards.test_foreign_fields import ATTEMPTS, Attempt
from tests.guards.two_businesses import UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import METHODS, desk_of, essence, rows_written, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
NO_SECRETS = {"password", "current"}
WITHIN_A_BUSINESS = [one for one in ATTEMPTS if one.tries != "Nora"]
Came = tuple[int, str, Mapping[str, int]]


@pytest.mark.parametrize("attempt", WITHIN_A_BUSINESS, ids=str)
def test_a_foreign_number_address_or_name_is_as_unknown_as_one_that_nobody_bears(
    two_businesses: TwoBusinesses, attempt: Attempt
) -> None:
    person, browser = two_businesses[attempt.who], desk_of(two_businesses[attempt.who])
    words = [(word, as_long_as(word)) for word in words_of(two_businesses[attempt.tries])]
    for address, method, (foreign, unknown) in product(addresses(attempt, person.owned), METHODS, words):
        with_foreign, with_unknown = (came_of(browser, method, address, word) for word in (foreign, unknown))
        assert with_foreign == with_unknown, f"{attempt.who}: {method.upper()} {address} knows {foreign}"


def test_what_is_ones_own_is_found_by_its_number(two_businesses: TwoBusinesses) -> None:
    """Else the test above would prove nothing."""
    sam = two_businesses["Sam"]
    address, number = f"/desk/leads/{sam.owned[Lead]}/binding/", words_of(two_businesses["Kofi"])[0]
    assert two_businesses["Kofi"].surname in desk_of(sam).get(address, {"client": number}).content.decode()


def words_of(person: Person) -> tuple[str, str, str]:
    with scope(person.business):
        client = Client.objects.select_related("user").get(pk=person.owned[Client])
        return client.client_number, client.user.email, person.surname


def as_long_as(word: str) -> str:
    """Another that nobody bears."""
    return "C-99999" if word.startswith("C-") else word.replace("uorn", "zzzz")


def addresses(attempt: Attempt, owned: Mapping[Row | str, object]) -> Iterator[str]:
    for place in places():
        has_all = all(owned[row] != UNKNOWN for _name, row in place.rows)
        if has_all and place.door in attempt.doors - {"public"}:
            yield from place.addresses(owned)


def came_of(browser: Browser, method: str, address: str, word: str) -> Came:
    browser.cookies.pop("messages", None)  # what an earlier form said does not show here
    with taken_back():
        before = rows_written()
        answer = getattr(browser, method)(address, {name: word for name in names_read() if name not in NO_SECRETS})
        written = {table: count - before.get(table, 0) for table, count in rows_written().items()}
        said = " ".join(str(toast) for toast in get_messages(answer.wsgi_request)._queued_messages)
        answer.cookies.pop("messages", None)  # the same, signed
        status, whole = essence(answer, (word, quote(word), quote(quote(word))))
    shown = ID.sub("", whole.decode(errors="replace")) + said.replace(word, "{word}")
    return status, shown, {table: count for table, count in written.items() if count}
