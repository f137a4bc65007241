"""Sign-up: one screen, then the code that proves the address. The account is made when the code is typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.accounts import devices
from doorstep.accounts.cookies import Cookie
from doorstep.accounts.doors import public
from doorstep.accounts.models import Code
from doorstep.accounts.models.code import LASTS
from doorstep.accounts.sessions import PORTAL, ip_of, sign_in
from doorstep.clients import signing_up
from doorstep.clients.doors import LINK, invitation_of, portal
from doorstep.clients.models import Client, Invitation
from doorstep.clients.registration import join_by_link
from doorstep.clients.requests import PortalRequest
from doorstep.clients.signing_up import SignUpRequest
from doorstep.kit.errors import NotAllowed
from doorstep.portal.sign_up.forms import SignUpForm
from doorstep.ui.answers import refusals_on, render_form
from doorstep.ui.toasts import toast

ASKED = Cookie("doorstep-sign-up")


@public
def sign_up(request: HttpRequest) -> HttpResponse:
    """Who is signed in has an account: an invitation can be added to it."""
    invitation = _working_invitation(request)
    if getattr(request, "client", None) is not None:
        context = {"invitation": invitation, "client": request.client}  # type: ignore[attr-defined]
        return render(request, "portal/sign_up/yours.html", context) if invitation else redirect("portal:home")
    form = SignUpForm(request.POST or None, initial=SignUpForm.filled_for(invitation))
    if form.is_valid():
        with refusals_on(form):
            return _to_the_code(_begun(request, form.cleaned_data, invitation))
    return render_form(request, "portal/sign_up/sign_up.html", form, invitation=invitation)


@portal
@require_POST
def join(request: PortalRequest) -> HttpResponse:
    """“Yes, this invitation is mine”: said by somebody who holds the link and is signed in."""
    invitation = _working_invitation(request)
    if invitation is None:
        return redirect("portal:home")
    try:
        join_by_link(invitation, request.client)
    except NotAllowed as refusal:
        return render(request, "portal/sign_up/refused.html", {"refusal": refusal}, status=409)
    toast(request, _("The invitation belongs to your account now."))
    answer = redirect("portal:home")
    LINK.drop(answer)
    return answer


@public
def type_code(request: HttpRequest) -> HttpResponse:
    token = ASKED.of(request)
    found = signing_up.asked(token)
    if found is None:
        return redirect("portal:sign-up")
    if request.method != "POST":
        return _code_page(request, *found)
    try:
        client = signing_up.finish(found[0], request.POST.get("code", ""), token=token)
    except NotAllowed as refusal:
        if refusal.field:
            return _code_page(request, *found, refusal=refusal)
        return render(request, "portal/sign_up/refused.html", {"refusal": refusal}, status=409)
    return _welcome(request, client)


@public
@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    found = signing_up.asked(ASKED.of(request))
    if found is None:
        return redirect("portal:sign-up")
    try:
        by = devices.visitor(request, found[1].email, ip=ip_of(request))
        token = signing_up.send_another(found[0], by=by)
    except NotAllowed as refusal:
        return _code_page(request, *found, refusal=refusal)
    toast(request, _("A new code is on its way."))
    return _to_the_code(token)


def _begun(request: HttpRequest, typed: dict[str, str], invitation: Invitation | None) -> str:
    """The token of the code that is on its way."""
    asked_before = signing_up.asked(ASKED.of(request))
    return signing_up.begin(
        name=typed["name"],
        password=typed["password"],
        by=devices.visitor(request, typed["email"], ip=ip_of(request)),
        invitation=invitation,
        instead_of=asked_before[0] if asked_before else None,
    )


def _code_page(
    request: HttpRequest, code: Code, asked: SignUpRequest, *, refusal: NotAllowed | None = None
) -> HttpResponse:
    context = {"code": code, "asked": asked, "seconds": code.seconds_left, "refusal": refusal}
    return render(request, "portal/sign_up/code.html", context, status=422 if refusal else 200)


def _working_invitation(request: HttpRequest) -> Invitation | None:
    """An invitation that has done its work, or was withdrawn, keeps nobody from signing up without it."""
    invitation = invitation_of(request)
    if invitation is None or not invitation.is_open_for_sign_up:
        return None
    return invitation


def _to_the_code(token: str) -> HttpResponse:
    answer = redirect("portal:code")
    ASKED.keep(answer, token, lasts=2 * LASTS)
    return answer


def _welcome(request: HttpRequest, client: Client) -> HttpResponse:
    answer = redirect("portal:home")
    ASKED.drop(answer)
    LINK.drop(answer)
    sign_in(request, answer, client.user, at=PORTAL)
    return answer
