"""What every answer is given on its way out: that nobody stores it, and a page where Django says no word."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]


class NothingIsStored:
    """Pages, parts, files and the API's answers are for who asked: no proxy keeps them, and no Back shows them later.

    What everybody may see and that seldom changes says so itself. Static files are answered before.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
            patch_vary_headers(answer, ["Cookie"])
        return answer


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
