"""Signing in with e-mail and password, at the desk and in the portal; choosing between accounts; signing out."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.accounts import entrance, sessions
from doorstep.accounts.doors import public
from doorstep.accounts.models import User
from doorstep.accounts.models.password_link import AT_SIGN_IN
from doorstep.accounts.passwords import token_to_replace
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tokens import signed, unsigned
from doorstep.site.faces import Face
from doorstep.site.shortcuts import offered
from doorstep.site.sign_in_forms import SignInForm, described
from doorstep.tenancy.requests import BusinessRequest

TIME_TO_CHOOSE = timedelta(minutes=5)


@public
def sign_in(request: BusinessRequest, face: Face) -> HttpResponse:
    if request.method != "POST" and face.somebody(request):
        return redirect(face.wanted(request))
    form = SignInForm(request.POST or None, initial={"remember": True})
    if form.is_valid():
        try:
            found = entrance.by_password(
                face.accounts(form.cleaned_data["email"]),
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                ip=sessions.ip_of(request),
            )
            return welcome(request, face, found, remember=form.cleaned_data["remember"], wanted=face.wanted(request))
        except NotAllowed as refusal:
            form.add_error(None, refusal.sentence)
    around = {"face": face, "form": form, "shortcuts": offered(request, face)}
    return render(request, "site/sign_in.html", around, status=422 if form.errors else 200)


@public
@require_POST
def choose_account(request: HttpRequest, face: Face) -> HttpResponse:
    """One address, several accounts: the proof says which ones the person showed to be theirs."""
    proven = unsigned(request.POST.get("proof", ""), purpose=_purpose(face), max_age=TIME_TO_CHOOSE)
    remember, *ids = proven.split(",") if proven else ("",)
    chosen = request.POST.get("account", "")
    user = User.objects.enabled().filter(pk=UUID(chosen)).first() if chosen in ids else None
    if user is None:
        messages.warning(request, _("That took too long. Sign in again."))
        return redirect(face.at("sign-in"))
    return _enter(request, face, user, remember=remember == "stay", wanted=face.wanted(request))


@public
@require_POST
def sign_out(request: HttpRequest, face: Face) -> HttpResponse:
    answer = redirect(face.at("sign-in"))
    sessions.sign_out(request, answer, at=face.session)
    messages.success(request, _("You are signed out."))
    return answer


def welcome(request: HttpRequest, face: Face, found: list[User], *, remember: bool, wanted: str) -> HttpResponse:
    """For somebody who showed that all of these accounts are theirs."""
    if len(found) == 1:
        return _enter(request, face, found[0], remember=remember, wanted=wanted)
    proof = signed(",".join(["stay" if remember else "", *(str(user.pk) for user in found)]), purpose=_purpose(face))
    accounts = [(user.pk, described(user)) for user in found]
    around = {"face": face, "proof": proof, "accounts": accounts, "wanted": wanted}
    return render(request, "site/sign_in_account.html", around)


def _enter(request: HttpRequest, face: Face, user: User, *, remember: bool, wanted: str) -> HttpResponse:
    """A mailed temporary password opens only the page that replaces it."""
    if user.must_change_password:
        answer = redirect(face.at("new-password"))
        face.link_cookie.keep(answer, token_to_replace(user), lasts=AT_SIGN_IN)
        return answer
    answer = redirect(wanted)
    sessions.sign_in(request, answer, user, at=face.session, remember=remember)
    return answer


def _purpose(face: Face) -> str:
    return f"site.sign_in.{face.key}"
