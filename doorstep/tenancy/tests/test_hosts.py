"""A Host that can be none is answered, and leaves nothing in the log."""

import logging

import pytest
from django.test import Client as Browser

pytestmark = pytest.mark.django_db
IMPOSSIBLE = ["a_b.example", "a b", "desk.example:x", "<script>", "[::1", "ä.example", "evil.example/x", "a@b"]


@pytest.mark.parametrize("host", IMPOSSIBLE)
@pytest.mark.parametrize("path", ["/", "/desk/", "/api/v1/leads", "/health/", "/static/ui/none.css"])
def test_an_impossible_host_is_a_bad_request_without_an_error_in_the_log(
    fennmoor: object, host: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Browser(headers={"host": host}).get(path)
    assert answer.status_code == 400
    assert [entry for entry in caplog.records if entry.levelno >= logging.ERROR] == []
