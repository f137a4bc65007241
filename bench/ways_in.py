"""Does the time of an answer tell whether an address has an account?

The pages answer in this process, with the real password hash and the real database: less noise than a network has, so
whatever it could hide is seen here. Known and unknown addresses take turns, each address is tried once at each door.
"""

import time
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from statistics import median

from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from django.utils import timezone

from bench.promise import Line
from doorstep.accounts.models import User
from doorstep.clients.models import Client, ClientType
from doorstep.clients.new_business import create_business
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.web import collect_static
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, Pack

TRIES = 200
HOST = "ways-in.localhost"
APART = 0.10  # of the time, at most
PASSWORD = "three plain words"  # nosec B105 - of people who do not exist
PLACES = iter(ip_network("10.0.0.0/16"))
Door = Callable[[Browser, str], None]


def lines(ground: Deployment) -> Iterator[Line]:
    collect_static(ground)
    known = list(settle())
    unknown = [email.replace("known", "unknown") for email in known]
    browser = Browser(headers={"host": HOST})  # one for all, because a new one loads the middleware anew
    for name, door, prepare in DOORS:
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for pair in zip(known, unknown, strict=True):
            for kind, email in zip(times, pair, strict=True):
                times[kind].append(_time_of(door, prepare, email, browser))
        yield _line(name, median(times["known"]), median(times["unknown"]))


def settle() -> Iterator[str]:
    """A business with as many clients as there are tries; answers their addresses."""
    business = Business.objects.at(HOST) or create_business(name="Ways in", host=HOST, pack=Pack.BROKERAGE)
    with scope(business):
        password, client_type = make_password(PASSWORD), ClientType.objects.offered().first()
        for at in range(TRIES):
            email = f"known{at}.{time.time_ns()}@example.com"
            user = User.objects.register(email=email, name=f"Known {at}", password_hash=password)
            Client.objects.create(
                user=user, client_type=client_type, number=Client.objects.count() + 1, registered_at=timezone.now()
            )
            yield email


def _time_of(door: Door, prepare: Door | None, email: str, browser: Browser) -> float:
    """From a browser that knows nothing, at a place that nothing was tried from."""
    browser.cookies.clear()
    browser.defaults["REMOTE_ADDR"] = str(next(PLACES))
    if prepare is not None:
        prepare(browser, email)
    begun = time.perf_counter()
    door(browser, email)
    return (time.perf_counter() - begun) * 1_000


def sign_in(browser: Browser, email: str) -> None:
    _post(browser, "/portal/sign-in/", 422, email=email, password="not the password")


def ask_for_a_code(browser: Browser, email: str) -> None:
    _post(browser, "/portal/sign-in/code/", 302, email=email)


def forget_the_password(browser: Browser, email: str) -> None:
    _post(browser, "/portal/sign-in/password/", 302, email=email)


def sign_up(browser: Browser, email: str) -> None:
    _post(browser, "/portal/sign-up/", 302, name="Somebody", email=email, password=PASSWORD)


def ask_for_another_code(browser: Browser, email: str) -> None:  # noqa: ARG001 - the browser knows whose
    _post(browser, "/portal/code/another/", 302)


def _post(browser: Browser, path: str, expected: int, **typed: str) -> None:
    answer = browser.post(path, typed)
    if answer.status_code != expected:
        raise RuntimeError(f"{path} answered {answer.status_code}, not {expected}")


DOORS: tuple[tuple[str, Door, Door | None], ...] = (
    ("Signing in with a wrong password", sign_in, None),
    ("Asking for a code to sign in", ask_for_a_code, None),
    ("A forgotten password", forget_the_password, None),
    ("Signing up", sign_up, None),
    ("Another code while signing up", ask_for_another_code, sign_up),
)


def _line(name: str, known: float, unknown: float) -> Line:
    ratio = known / unknown
    told = f"{known:,.1f} ms known, {unknown:,.1f} ms unknown"
    return Line(
        f"{name}: the time tells nothing", told, f"within {APART:.0%}", f"{ratio:.2f} ×", abs(ratio - 1) <= APART
    )
