"""A browser without a face: cookies, forms, files. Follows no redirect; a connection that breaks is an answer."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookiejar import CookieJar
from urllib.parse import urlencode

BROKEN = 0
BOUNDARY = "a-line-between-the-parts"


@dataclass(frozen=True)
class Answer:
    """`status` is BROKEN when the connection was cut before an answer came."""

    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_yes(self) -> bool:
        return 200 <= self.status < 400

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return found[1].strip() if found else ""


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class _ComesFrom(urllib.request.HTTPHandler):
    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def http_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(HTTPConnection, request, source_address=(self.place, 0))


class Visitor:
    def __init__(self, base: str, *, language: str = "en", place: str = "127.0.0.1") -> None:
        """`place`: the address that the house sees; all of 127.0.0.0/8 are this machine."""
        self.base = base
        self.language = language
        self.cookies = CookieJar()
        known = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(known, _Stays(), _ComesFrom(place))

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(self.base + path), headers)

    def post(self, path: str, *, form: str = "", **typed: str | list[str]) -> Answer:
        """`form` is the page that the form is on, where that is another one."""
        fields = {"csrfmiddlewaretoken": self._token(form or path), **typed}
        body = urlencode(fields, doseq=True).encode()
        return self._ask(urllib.request.Request(self.base + path, body), {})

    def upload(self, path: str, filename: str, content: bytes, *, halfway: Callable[[], None] = lambda: None) -> Answer:
        """`halfway` is called when half of it is on its way."""
        parts = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token(path)}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = parts.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        told = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(body))}

        def in_halves() -> Iterator[bytes]:
            yield body[: len(body) // 2]
            halfway()
            yield body[len(body) // 2 :]

        return self._ask(urllib.request.Request(self.base + path, in_halves()), told)

    def send(self, path: str, key: str, body: dict[str, object], **headers: str) -> Answer:
        """A machine's request."""
        told = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers}
        return self._ask(urllib.request.Request(self.base + path, json.dumps(body).encode()), told)

    def _token(self, page: str) -> str:
        if "csrftoken" not in self._jar():
            self.get(page)
        return self._jar().get("csrftoken", "")

    def _jar(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.cookies}

    def _ask(self, request: urllib.request.Request, headers: dict[str, str]) -> Answer:
        for name, value in {"Accept-Language": self.language, **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return _read(answer)
        except urllib.error.HTTPError as error:
            return _read(error)
        except (OSError, HTTPException):
            return Answer(BROKEN)


def _read(answer: "HTTPResponse | urllib.error.HTTPError") -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status or BROKEN, answer.read().decode(errors="replace"), headers)
