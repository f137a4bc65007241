"""A browser that keeps cookies as real ones do: Django's own keeps those that are to be dropped at once."""

from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from urllib.request import Request

from django.http import HttpResponse
from django.test import Client


class Prefixes(DefaultCookiePolicy):
    """RFC 6265bis, 4.1.3: what a name begins with is a promise, and a cookie that breaks it is not kept."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        is_of_this_host = cookie.path == "/" and cookie.path_specified and not cookie.domain_specified
        is_secure = bool(cookie.secure) and request.type == "https"
        keeps_its_word = is_secure or not (cookie.secure or cookie.name.startswith(("__Host-", "__Secure-")))
        if cookie.name.startswith("__Host-"):
            keeps_its_word = keeps_its_word and is_of_this_host
        return keeps_its_word and super().set_ok(cookie, request)


class Said:
    """An answer's headers, as the jar reads them. Each cookie may be said once, and either kept or dropped."""

    def __init__(self, response: HttpResponse) -> None:
        self.headers = Message()
        for morsel in response.cookies.values():
            is_dropped = morsel["max-age"] == 0
            assert is_dropped == (morsel.value == ""), f"neither kept nor dropped: {morsel.OutputString()}"
            self.headers.add_header("Set-Cookie", morsel.OutputString())

    def info(self) -> Message:
        return self.headers


class JarBrowser(Client):
    """Obeys Max-Age, Expires, Path, Secure and `__Host-`. Sends the page's form token along, as forms do."""

    def __init__(self, host: str, *, is_secure: bool = False) -> None:
        super().__init__(enforce_csrf_checks=True, headers={"host": host})
        self.jar = CookieJar(Prefixes())
        self.scheme, self.host = "https" if is_secure else "http", host

    def request(self, **request: object) -> HttpResponse:
        request |= {"wsgi.url_scheme": self.scheme}
        asked = Request(f"{self.scheme}://{self.host}{request['PATH_INFO']}")
        self.jar.add_cookie_header(asked)
        request["HTTP_COOKIE"] = asked.get_header("Cookie", "")
        if request["REQUEST_METHOD"] == "POST":
            request |= {"HTTP_X_CSRFTOKEN": self.form_token, "HTTP_ORIGIN": f"{self.scheme}://{self.host}"}
        response = super().request(**request)
        self.jar.extract_cookies(Said(response), asked)  # type: ignore[arg-type]
        self.cookies.clear()
        return response

    @property
    def kept(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.jar}

    @property
    def form_token(self) -> str:
        return next((value for name, value in self.kept.items() if name.endswith("csrftoken")), "")

    def close_all_windows(self) -> None:
        """What is to last no longer than the browser is forgotten."""
        self.jar.clear_session_cookies()
