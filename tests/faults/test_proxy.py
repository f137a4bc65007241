"""docs/operations.md shows a proxy's file; here it stands in front of the web."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from doorstep.runtime.address import Address
from tests.faults.house import ANN, HOST, House
from tests.ports import free_port
from tests.runtime.processes import command, environment, eventually

pytestmark = [
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed: sudo apt-get install nginx-light"),
]

OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"
SIGN_IN = "/desk/sign-in/"
TOKEN = "a" * 32
MEGABYTE = 2**20
AROUND = """
daemon off; pid {home}/pid; error_log {home}/error.log; {user}
events {{}}
http {{
access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
{server}
}}
"""


@pytest.fixture(scope="module")
def port(standing: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where nginx listens, in front of a web that knows it."""
    home, front, back = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    told = {**standing.told, "BASE_URL": f"https://{HOST}:{front}"}
    _certify(home)
    (home / "nginx.conf").write_text(_written(home, front, back))
    processes = [
        subprocess.Popen(command("serve", "--port", str(back)), env=environment(standing.home, **told)),
        subprocess.Popen(["nginx", "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log"]),
    ]
    assert eventually(lambda: all(Address("127.0.0.1", each).answers() for each in (front, back)))
    yield front
    for process in processes:
        process.terminate()
        process.wait(20)


def _written(home: Path, front: int, back: int) -> str:
    """Other than in the documentation: the ports, and where the certificate lies."""
    shown = re.search(r"```nginx\n(.*?)```", OPERATIONS.read_text(), re.DOTALL)
    assert shown
    server = shown[1].replace("listen 443", f"listen 127.0.0.1:{front}").replace("127.0.0.1:8000", f"127.0.0.1:{back}")
    server = server.replace("/etc/ssl/", f"{home}/").replace("desk.example.org", HOST)
    is_root = home.owner() == "root"
    return AROUND.format(home=home, server=server, user="user root;" if is_root else "")


def _certify(home: Path) -> None:
    files = ("-keyout", home / f"{HOST}.key", "-out", home / f"{HOST}.pem")
    subject = ("-subj", f"/CN={HOST}", "-days", "1")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject], check=True, capture_output=True
    )


def asked(
    port: int, body: bytes = b"", place: str = "127.0.0.1", path: str = SIGN_IN, **headers: str
) -> tuple[int, str]:
    trusting = ssl._create_unverified_context()
    connection = HTTPSConnection("127.0.0.1", port, context=trusting, source_address=(place, 0), timeout=30)
    told = {"Host": f"{HOST}:{port}", "Referer": f"https://{HOST}:{port}/", "Cookie": f"__Host-csrftoken={TOKEN}"}
    told |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST" if body else "GET", path, body or None, told)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text


def test_a_page_is_fetched_through_it(port: int) -> None:
    assert asked(port)[0] == 200


def test_whoever_says_to_be_elsewhere_is_seen_where_they_are(port: int, house: House) -> None:
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "email": ANN, "password": "not this"}).encode()
    elsewhere = {"X_Forwarded_For": "198.51.100.7", "X-Real-IP": "198.51.100.7", "X-Forwarded-Proto": "http"}
    assert asked(port, form, "127.0.0.44", **elsewhere)[0] == 422
    seen = house.ask("SELECT DISTINCT ip::text FROM accounts_attempt WHERE at > now() - interval '1 minute'")
    assert any("127.0.0.44" in str(ip) for (ip,) in seen)
    assert not any("198.51.100.7" in str(ip) for (ip,) in seen)


def test_a_body_too_large_for_the_address_reads_our_own_words(port: int) -> None:
    status, text = asked(port, b"x" * 5 * MEGABYTE)
    assert status == 413
    assert "That was too much at once" in text


def test_the_largest_file_that_is_taken_comes_through_and_a_larger_one_does_not(port: int) -> None:
    to = {"path": "/desk/imports/", "Content_Type": "application/octet-stream"}
    assert asked(port, b"x" * 52 * MEGABYTE, **to)[0] == 403
    assert asked(port, b"x" * 54 * MEGABYTE, **to)[0] == 413
