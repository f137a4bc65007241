"""In a house full of hostile words every page shows them as they were typed, and none of them does anything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from tests.browser.conftest import DESK, Running
from tests.hostile.crawl import LEAVES, route_of, routes
from tests.hostile.filling import CLIENT, IN_SETTINGS, Filling
from tests.hostile.trap import MARK, Trap
from tests.hostile.words import MARKUP, WORDS

pytestmark = pytest.mark.xdist_group("house")

ALL = {found[0] for word in WORDS if (found := MARK.search(word.typed))}
SOME = {found[0] for word in IN_SETTINGS if len(word.typed) <= 60 and (found := MARK.search(word.typed))}
SHOWN = {
    "desk/leads/": ALL,
    "desk/leads/<uuid:pk>/": ALL,
    "desk/settings/lead-types/": SOME,
    "desk/settings/statuses/": SOME,
    "desk/settings/client-types/": SOME,
    "desk/settings/users/": SOME,
    "desk/settings/keys/": SOME,
    "desk/settings/held-back/": {"q03q"},
    "desk/palette": {"q03q"},
    "desk/leads/<uuid:pk>/binding/": {"q02q", "q03q"},
    "desk/leads/<uuid:pk>/unbinding/": {"q02q"},
    "desk/leads/<uuid:pk>/deletion/": {"q03q"},
    "desk/leads/<uuid:pk>/values/<slug:detail>/": {"q03q"},
    "desk/leads/bulk/<slug:action>/": SOME,
    "desk/work/": {"q04q"},
    "desk/work/<uuid:pk>/": {"q04q"},
    "desk/mail/<uuid:pk>/": {"q01q"},
    "desk/mail/<uuid:pk>/html/": ALL,
    "desk/imports/<uuid:pk>/columns/": {"q01q", "q02q"},
    "desk/imports/<uuid:pk>/check/": ALL - {"q31q"},
    "desk/imports/<uuid:pk>/kept/": ALL - {"q31q"},
    "desk/sign-in/new-password/": {"q04q"},
    "desk/clients/": {"q02q"},
    "portal/sign-up/": {"q01q"},
    "portal/": {"q01q", "q02q"},
    "portal/you/": {"q02q"},
    "dev/mail/": {"q01q", "q02q"},
}
STARTS = ("/desk/leads/?sort=-received", "/desk/settings/mail/registration/", "/desk/", "/dev/mail/")
LIFELESS = ("/ui/", "/health/")  # nobody's words stand there
IS_A_PAGE = """async path => {
  const answer = await fetch(path, {redirect: "manual"});
  return answer.status == 200 && answer.headers.get("content-type").startsWith("text/html");
}"""


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK)
    yield context
    context.close()


def test_every_page_shows_hostile_words_as_words(
    running: Running, window: BrowserContext, phone: BrowserContext
) -> None:
    desk, portal = Trap(window), Trap(phone)
    house, client = Filling(running, window, desk), phone.new_page()
    house.sign_in()
    secret = house.settings()
    file_of_leads = house.file_of_leads()
    house.lead_by_api(secret, MARKUP[0])
    lead, other = house.one_lead(), house.lead(2)
    mail = house.newest_mail(lead)
    house.work()
    house.held_back(other)
    client.goto(house.password_link())
    portal.look_at(client, route_of(client.url))
    house.client(client, house.invitation(lead), portal)

    ids = f"?lead={other.rstrip('/').rsplit('/', 1)[-1]}"
    of_the_other = [f"{other}binding/?client={CLIENT}", f"{other}deletion/", f"{other}values/name/"]
    starts = [
        lead,
        mail,
        *of_the_other,
        f"/desk/leads/bulk/tag/{ids}",
        "/desk/palette?q=lead2@hostile.example",
        *STARTS,
    ]
    walk(house, house.page, desk, starts, set())
    walk(house, client, portal, ["/portal/"], set())
    walked = desk.looked_at | portal.looked_at
    walk(house, house.page, desk, no_link_leads_to(walked, house.page), walked)
    walk(house, house.page, desk, [house.undo(file_of_leads)], walked)

    assert sorted({*desk.caught, *portal.caught}) == []
    seen = {route: desk.seen[route] | portal.seen[route] for route in SHOWN}
    assert {route: sorted(words - seen[route]) for route, words in SHOWN.items() if words - seen[route]} == {}
    assert running.complaints() == []


def walk(house: Filling, page: Page, trap: Trap, starts: list[str], known: set[str]) -> None:
    """One page of each route, found by links, but for those known."""
    waiting, known = list(starts), {*known, *map(route_of, starts)}
    while waiting:
        path = waiting.pop(0)
        answer = opened(page, house.url(path))
        if answer is None or "text/html" not in answer.headers["content-type"]:
            continue
        assert answer.status < 400, f"{path}: {answer.status}"
        for link in trap.look_at(page, route_of(page.url)):
            route = route_of(link)
            if route and route not in known and not any(leaf in link for leaf in LEAVES):
                known.add(route)
                waiting.append(link)


def no_link_leads_to(walked: set[str], page: Page) -> list[str]:
    """Pages that were not walked: signing in while one is signed in, and what waits for its first row."""
    others = [f"/{route}" for route in routes() if route not in walked and "<" not in route]
    return [path for path in others if path not in LIFELESS and page.evaluate(IS_A_PAGE, path)]


def opened(page: Page, url: str) -> Response | None:
    """None for a file that the browser keeps instead of showing it."""
    try:
        return page.goto(url)
    except Error as fault:
        if "Download is starting" in fault.message:
            return None
        raise
