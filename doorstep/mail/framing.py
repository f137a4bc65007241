"""A mail as the whole answer, for a sandboxed frame: no script, no form, nothing from elsewhere but pictures."""

from django.http import HttpResponse

POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data: https:; frame-ancestors 'self'"
)


def framed(html: str) -> HttpResponse:
    """Its links open in a tab of their own."""
    answer = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    answer["Content-Security-Policy"] = POLICY
    return answer
