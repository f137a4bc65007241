"""What comes to the addresses for reports is read, or refused as unreadable: whatever it is, it breaks nothing."""

import json

import pytest
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.mail.bounces import webhook_secret
from doorstep.site.mail.reports import PROVIDERS

pytestmark = pytest.mark.django_db

WORDS = (
    *("event", "event-data", "signature", "recipient", "email", "ts_epoch", "timestamp", "tags", "tag", "message"),
    *("headers", "message-id", "delivery-status", "severity", "reason", "RecordType", "Type", "BouncedAt", "Email"),
    *("MessageID", "time", "Payload", "error", "msys", "message_event", "type", "bounce_class", "raw_rcpt_to"),
    *("raw_reason", "transmission_id", "items", "X-Mailin-custom", "Metadata", "user-variables", "Headers"),
)
KINDS = ("hard_bounce", "spam", "failed", "complained", "bounce", "blocked", "Bounce", "SpamComplaint", "HardBounce")
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([*KINDS, "maya@example.com", "\0", "<\0@x>", "\ud800", "2025-02-31T25:61:00Z", "1e999"])
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=25,
)
SHAPES = {  # of each provider, near enough to the truth to get past its first look
    "brevo": lambda junk: {"event": "hard_bounce", "email": "maya@example.com", **junk},
    "mailgun": lambda junk: {"event-data": {"event": "failed", "timestamp": 1, "recipient": "m@example.com", **junk}},
    "mailjet": lambda junk: [{"event": "bounce", "time": 1, "email": "maya@example.com", **junk}],
    "postmark": lambda junk: {"RecordType": "Bounce", "Type": "HardBounce", "Email": "maya@example.com", **junk},
    "sparkpost": lambda junk: [{"msys": {"message_event": {"type": "bounce", "bounce_class": "10", **junk}}}],
}
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def posted(path: str, body: bytes, content_type: str) -> int:
    browser = Browser(headers={"host": "brokerage.localhost"}, raise_request_exception=False)
    return browser.post(f"/mail/{path}/{webhook_secret()}/", body, content_type=content_type).status_code


@pytest.mark.parametrize("provider", PROVIDERS)
@many
@given(junk=JUNK)
def test_json_of_any_shape_is_read_or_refused(fennmoor: object, provider: str, junk: object) -> None:
    assert posted(f"events/{provider}", json.dumps(junk).encode(), "application/json") in (204, 400)


@pytest.mark.parametrize("provider", PROVIDERS)
@many
@given(junk=st.dictionaries(st.sampled_from(WORDS), JUNK, max_size=6))
def test_an_event_with_odd_parts_is_read_or_refused(fennmoor: object, provider: str, junk: dict[str, object]) -> None:
    body = json.dumps(SHAPES[provider](junk)).encode()
    assert posted(f"events/{provider}", body, "application/json") in (204, 400)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"ts_epoch": 1e300}', b"NaN"]
)
def test_what_is_no_event_at_all_is_read_or_refused(fennmoor: object, provider: str, body: bytes) -> None:
    for content_type in ("application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"):
        assert posted(f"events/{provider}", body, content_type) in (204, 400)


@many
@given(raw=st.binary(max_size=300), kind=st.sampled_from(["delivery-status", "feedback-report", "\xe4", "*=x"]))
def test_a_returned_mail_of_any_bytes_breaks_nothing(fennmoor: object, raw: bytes, kind: str) -> None:
    head = f'Content-Type: multipart/report; report-type="{kind}"; boundary=b\r\n\r\n'.encode()
    original = b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: " + raw
    status = b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nx: y\r\n\r\nAction: failed\r\nStatus: " + raw
    for body in (raw, head + raw, head + original + status + b"\r\n--b--", head + b"--b\r\n\r\n--b--"):
        assert posted("bounces", body, "message/rfc822") == 204
