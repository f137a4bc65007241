"""Coming in and going out, once for the desk and once for the portal."""

from django.urls import URLPattern, path

from doorstep.site import known_device
from doorstep.site.sign_in import code, pages, passwords
from doorstep.site.sign_in.faces import DESK, PORTAL, Face


def _of(face: Face) -> list[URLPattern]:
    def page(route: str, view: object, name: str) -> URLPattern:
        return path(f"{face.key}/{route}", view, {"face": face}, name=f"{face.key}-{name}")  # type: ignore[call-overload, no-any-return]

    return [
        page("sign-in/", pages.sign_in, "sign-in"),
        page("sign-in/account/", pages.choose_account, "account"),
        page("sign-in/code/", code.ask_for_code, "code"),
        page("sign-in/code/digits/", code.type_code, "code-digits"),
        page("sign-in/password/", passwords.ask_for_link, "password"),
        page("sign-in/password/sent/", passwords.link_sent, "password-sent"),
        page("sign-in/password/<str:token>/", passwords.open_link, "password-link"),
        page("sign-in/new-password/", passwords.choose_password, "new-password"),
        page("sign-out/", pages.sign_out, "sign-out"),
    ]


def _device_link(face: Face, to: str, name: str) -> URLPattern:
    """Below the page that it leads back to."""
    context = {"face": face, "page": name}
    return path(f"{face.key}/{to}/device/<str:token>/", known_device.open_link, context, name=f"{face.key}-{to}-device")


urlpatterns = [
    *_of(DESK),
    *_of(PORTAL),
    _device_link(DESK, "sign-in", "site:desk-sign-in"),
    _device_link(PORTAL, "sign-in", "site:portal-sign-in"),
    _device_link(PORTAL, "sign-up", "portal:sign-up"),
]
