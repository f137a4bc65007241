"""A page where Django answers without a word."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


class WordlessRefusal:
    """Whoever opens the address of a button (signing out, say) reads what it is, instead of an empty answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.content or request.method not in ("GET", "POST"):
            return answer
        page = render(request, "ui/405.html", status=405)
        page["Allow"] = answer["Allow"]
        return page
