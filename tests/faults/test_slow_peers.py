"""Whoever sends or reads slowly, or says too much, costs nobody else anything."""

import signal
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from doorstep.runtime import patience
from tests.faults.deeds import taken_in
from tests.faults.house import ANN, House
from tests.faults.peers import Peer, SlowUpload, an_upload, silent_posts, silent_readers
from tests.faults.visitor import Visitor
from tests.runtime.processes import eventually

pytestmark = pytest.mark.xdist_group("faults")

MANY = 20
LARGE = 24 * 2**20  # more than the kernel takes in for a reader
MEGABYTE = 2**20
TOO_MUCH = "That was too much at once"


@pytest.fixture(scope="module")
def large_file(standing: House, ann: Visitor) -> str:
    """Where an export can be fetched that has grown."""
    taken_in(standing, ann, "fetched", 20)
    asked = {"all": "on", "confirm": "yes", "file_format": "csv"}
    work = ann.post("/desk/leads/bulk/export/", form="/desk/leads/new/", **asked).leads_to.split("/")[3]
    is_there = "SELECT file FROM tenancy_work WHERE id = %s AND file <> ''"
    assert eventually(lambda: standing.ask(is_there, work)), standing.said("worker")
    with (standing.home / "files" / str(standing.one(is_there, work))).open("ab") as file:
        file.truncate(LARGE)
    return f"/desk/work/{work}/file/"


@pytest.fixture
def cookies(ann: Visitor) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in ann.cookies)


@pytest.fixture
def peer(house: House) -> Iterator[Peer]:
    peer = Peer(house.port)
    yield peer
    peer.close()


def seconds(ask: Callable[[], object]) -> float:
    began = time.monotonic()
    ask()
    return time.monotonic() - began


def is_quick(ask: Callable[[], object]) -> bool:
    """Within a second, once both processes have compiled the page's templates; who waits for a silent peer never is."""
    return any(seconds(ask) < 1 for _ in range(4))


def sign_in(house: House) -> None:
    assert house.visitor(place="127.0.0.9").post("/desk/sign-in/", email=ANN, password="not this").status == 422


def test_silent_posts_silent_readers_and_a_slow_upload_keep_nobody_waiting_and_end_with_the_web(
    house: House, ann: Visitor, cookies: str, large_file: str
) -> None:
    upload = SlowUpload(house.port, cookies=cookies, content=b"First name,E-mail\n" + b"Maya,m@example.com\n" * 1_000)
    with silent_posts(house.port, MANY), silent_readers(house.port, large_file, MANY, cookies=cookies):
        assert is_quick(lambda: ann.get("/health/"))
        assert is_quick(lambda: sign_in(house))
        assert is_quick(lambda: ann.get("/desk/leads/"))
        upload.join()
        assert upload.status == 302
        web = house.processes.pop("web")
        web.send_signal(signal.SIGTERM)
        assert seconds(lambda: web.wait(20)) < 10


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(peer: Peer) -> None:
    status, text = peer.ask("POST", "/desk/sign-in/", f"Content-Length: {600 * MEGABYTE}").answer()
    assert status == 413
    assert TOO_MUCH in text
    assert "At most 2 MB can be sent here." in text


def test_where_files_are_taken_it_is_the_size_of_a_file_that_is_told(peer: Peer) -> None:
    _, text = peer.ask("POST", "/desk/imports/", f"Content-Length: {600 * MEGABYTE}").answer()
    assert "At most 50 MB can be sent here." in text


def test_a_body_that_does_not_say_how_large_it_is_is_refused_where_it_becomes_too_large(peer: Peer) -> None:
    peer.ask("POST", "/desk/sign-in/", "Transfer-Encoding: chunked")
    for _ in range(3):
        peer.send(b"100000\r\n" + b"x" * MEGABYTE + b"\r\n")
    assert peer.answer()[0] == 413


def test_a_body_that_is_no_http_or_is_cut_off_is_the_senders_mistake(house: House) -> None:
    no_http = Peer(house.port).ask("POST", "/desk/sign-in/", "Transfer-Encoding: chunked", body=b"zz\r\nabc")
    assert no_http.answer()[0] == 400
    cut_off = Peer(house.port).ask("POST", "/desk/sign-in/", "Content-Length: 1000", body=b"ema")
    cut_off.socket.shutdown(socket.SHUT_WR)
    assert cut_off.answer()[0] in (400, 0)


def test_a_browser_that_sends_all_of_it_before_it_listens_reads_why(peer: Peer) -> None:
    peer.ask("POST", "/desk/sign-in/", f"Content-Length: {40 * MEGABYTE}")
    for _ in range(40):
        peer.send(b"x" * MEGABYTE)
    assert peer.answer()[0] == 413
    assert peer.is_hung_up_on()


def test_a_client_that_asks_before_it_sends_is_told_at_once_and_sends_nothing(peer: Peer) -> None:
    peer.ask("POST", "/desk/sign-in/", "Expect: 100-continue", f"Content-Length: {40 * MEGABYTE}")
    assert peer.answer()[0] == 413


def test_a_body_of_the_size_that_an_address_takes_is_taken(house: House) -> None:
    for path, most, status in (("/desk/sign-in/", 2, 403), ("/desk/imports/", 52, 403), ("/nowhere/", 2, 404)):
        peer = Peer(house.port).ask("POST", path, f"Content-Length: {most * MEGABYTE}")
        for _ in range(most):
            peer.send(b"x" * MEGABYTE)
        assert (path, peer.answer()[0]) == (path, status)
        peer.close()


def test_the_api_says_it_to_machines(peer: Peer) -> None:
    status, text = peer.ask("POST", "/api/v1/leads", f"Content-Length: {300 * 1024}").answer()
    assert status == 413
    assert '"detail": "The body is larger than 256 kB."' in text


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_that_is_cut_off_is_no_request(house: House, cookies: str, is_chunked: bool) -> None:
    """Not even one of which all that the form needs had come."""
    before = house.one("SELECT count(*) FROM importing_import")
    kind, body = an_upload(cookies, b"First name,E-mail\nMaya,m@example.com\n")
    framing = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body) + 3}"
    peer = Peer(house.port, cookies=cookies).ask("POST", "/desk/imports/", kind, framing)
    peer.send(f"{len(body):x}\r\n".encode() + body + b"\r\n" if is_chunked else body)
    peer.socket.shutdown(socket.SHUT_WR)
    assert peer.answer()[0] not in (200, 302)
    peer.close()
    assert house.one("SELECT count(*) FROM importing_import") == before


def test_what_is_read_to_its_end_is_whole(house: House, ann: Visitor, cookies: str, large_file: str) -> None:
    peer = Peer(house.port, cookies=cookies).ask("GET", large_file, "Connection: close")
    got = 0
    while piece := peer.socket.recv(MEGABYTE):
        got += len(piece)
    peer.close()
    assert got > LARGE


@pytest.mark.long
def test_a_silent_post_is_told_that_it_was_too_slow_and_hung_up_on(house: House) -> None:
    with silent_posts(house.port, 1) as (peer,):
        status, text = peer.answer()
        assert status == 408
        assert "The connection was too slow" in text
        assert peer.is_hung_up_on()


@pytest.mark.long
def test_a_silent_reader_is_hung_up_on(house: House, cookies: str, large_file: str) -> None:
    with silent_readers(house.port, large_file, 1, cookies=cookies) as (peer,):
        assert peer.is_known()
        assert eventually(lambda: not peer.is_known(), within=patience.UNREAD + 30)


def test_a_head_has_no_body_and_a_connection_serves_on(peer: Peer) -> None:
    peer.ask("HEAD", "/desk/sign-in/")
    head = peer.socket.recv(2**16)
    assert head.startswith(b"HTTP/1.1 200")
    assert head.endswith(b"\r\n\r\n")
    assert peer.ask("GET", "/health/").answer() == (200, '{"status": "ok"}')
    assert peer.ask("GET", "/health/").answer()[0] == 200
