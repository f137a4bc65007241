"""What `doorstep run` says when the first page has answered: where to go, and who may come in."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlsplit

from doorstep.runtime.deployment import Deployment

FILE = "logins.json"

Login = tuple[str, str, str, str]
"""Business, host, e-mail, what this person is."""


def keep(found: Deployment, logins: Sequence[Login], *, password: str) -> None:
    """For the supervisor, which has no Django to ask."""
    (found.home / FILE).write_text(json.dumps({"logins": logins, "password": password}, indent=1))


def welcome(found: Deployment) -> str:
    lines = ["", f"Doorstep is open at {os.environ['BASE_URL']}", *_cast(found), ""]
    return "\n".join([*lines, f"All data is in {found.home}. Ctrl-C stops everything."])


def _cast(found: Deployment) -> Iterator[str]:
    file = found.home / FILE
    if not found.is_demo or not file.exists():
        return
    kept = json.loads(file.read_text())
    for (business, host), people in groupby(kept["logins"], itemgetter(0, 1)):
        yield f"\n  {business:<18}{_address(host)}"
        for _, _, email, position in people:
            yield f"    {email:<32}{position}"
    yield f"\n  Everyone's password: {kept['password']}"


def _address(host: str) -> str:
    port = urlsplit(os.environ["BASE_URL"]).port
    return f"http://{host}:{port}/desk/" if port else f"http://{host}/desk/"
