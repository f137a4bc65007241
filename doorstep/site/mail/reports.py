"""Where mail servers and providers report what came back. The address holds a secret, so no other proof is asked."""

from anymail.exceptions import AnymailConfigurationError, AnymailError
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import public
from doorstep.kit.bodies import MEGABYTE, takes_body
from doorstep.mail.bounces import Report, knows_the_secret, read_report, storable, take_notice
from doorstep.mail.refusals import is_dead

# Anymail's views are used for what they know of each provider's format; their own proofs are switched off for ours.
_UNUSED = "unused:unused"
PROVIDERS: dict[str, AnymailCoreWebhookView] = {
    "brevo": BrevoTrackingWebhookView(webhook_secret=_UNUSED),
    "mailgun": MailgunTrackingWebhookView(webhook_secret=_UNUSED, webhook_signing_key=_UNUSED),
    "mailjet": MailjetTrackingWebhookView(webhook_secret=_UNUSED),
    "postmark": PostmarkTrackingWebhookView(webhook_secret=_UNUSED),
    "sparkpost": SparkPostTrackingWebhookView(webhook_secret=_UNUSED),
}
# What they raise over JSON that is none of their provider's: they take its shape for granted.
_ODD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, OSError)
_NOT_OURS = (AnymailError, AnymailConfigurationError)
LARGEST = 5 * MEGABYTE  # a report may carry the mail that came back
RETURNED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)


@public
@takes_body(most=LARGEST)
@csrf_exempt
@require_POST
def bounces(request: HttpRequest, secret: str) -> HttpResponse:
    """One raw mail (RFC 822) in the body, as a mail server's alias pipes it: `curl --data-binary @- …`."""
    if not knows_the_secret(secret):
        raise Http404
    report = read_report(request.body)
    if report is not None:
        take_notice(report)
    return HttpResponse(status=204)


@public
@takes_body(most=LARGEST)
@csrf_exempt
@require_POST
def events(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """A provider's own webhook. What cannot be read is answered 400: the provider shows it to whoever set it up."""
    if provider not in PROVIDERS or not knows_the_secret(secret):
        raise Http404
    for event in _told(request, provider):
        if event.event_type == EventType.COMPLAINED or event.event_type in RETURNED:
            take_notice(_report(event))
    return HttpResponse(status=204)


def _told(request: HttpRequest, provider: str) -> list[AnymailTrackingEvent]:
    _ = request.body  # read before, for its faults (too large, cut off) are not the provider's
    try:
        return list(PROVIDERS[provider].parse_events(request))
    except (*_ODD, *_NOT_OURS) as fault:
        raise BadRequest(f"No event of {provider}") from fault


def _report(event: AnymailTrackingEvent) -> Report:
    evidence = " ".join(filter(None, (storable(event.mta_response), storable(event.description))))[:1_000]
    return Report(
        message_id=storable(event.message_id),
        recipient=storable(event.recipient),
        evidence=evidence or event.event_type,
        is_dead=event.reject_reason == RejectReason.INVALID or is_dead(550, evidence, at_address=False),
        is_complaint=event.event_type == EventType.COMPLAINED,
    )
