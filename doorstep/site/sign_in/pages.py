"""Signing in with e-mail and password, at the desk and in the portal; choosing between accounts; signing out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.accounts import authentication, devices, sessions
from doorstep.accounts.doors import UNSAVED, public
from doorstep.accounts.models import AccountChoice, User
from doorstep.accounts.models.account_choice import TIME_TO_CHOOSE
from doorstep.accounts.models.password_link import AT_SIGN_IN
from doorstep.accounts.passwords import token_to_replace
from doorstep.site.sign_in.faces import Face
from doorstep.site.sign_in.forms import SignInForm, described
from doorstep.site.sign_in.shortcuts import offered
from doorstep.tenancy.requests import BusinessRequest
from doorstep.ui.answers import refusals_on, render_form


@public
def sign_in(request: BusinessRequest, face: Face) -> HttpResponse:
    if request.method != "POST" and face.somebody(request):
        return redirect(face.wanted(request))
    form = SignInForm(request.POST or None, initial={"remember": True})
    if form.is_valid():
        with refusals_on(form):
            by = devices.visitor(request, form.cleaned_data["email"], ip=sessions.ip_of(request))
            found = authentication.by_password(face.accounts(by.email), password=form.cleaned_data["password"], by=by)
            return welcome(request, face, found, remember=form.cleaned_data["remember"], wanted=face.wanted(request))
    unsaved = UNSAVED in request.GET and not form.is_bound
    shortcuts = offered(request, face)
    return render_form(request, "site/sign_in/sign_in.html", form, face=face, unsaved=unsaved, shortcuts=shortcuts)


def sign_in_again(request: BusinessRequest, face: Face) -> HttpResponse:
    """For a page of signing in that was open while another tab was used: it bears an old form token."""
    if face.somebody(request):
        return redirect(face.wanted(request))
    form = SignInForm(initial={"remember": True})
    context = {"face": face, "form": form, "expired": True, "shortcuts": offered(request, face)}
    return render(request, "site/sign_in/sign_in.html", context, status=403)


@public
@require_POST
def choose_account(request: HttpRequest, face: Face) -> HttpResponse:
    """One address, several accounts: the browser's cookie says which ones the person showed to be hers."""
    choice = AccountChoice.objects.of(face.choice_cookie.of(request), face=face.key)
    user = choice.take(request.POST.get("account", "")) if choice else None
    if choice is None or user is None:
        messages.warning(request, _("This choice is over. Sign in again."))
        return redirect(face.at("sign-in"))
    answer = _enter(request, face, user, remember=choice.remember, wanted=face.wanted(request))
    face.choice_cookie.drop(answer)
    return answer


@public
@require_POST
def sign_out(request: HttpRequest, face: Face) -> HttpResponse:
    answer = redirect(face.at("sign-in"))
    sessions.sign_out(request, answer, at=face.session)
    answer["Clear-Site-Data"] = '"storage"'  # drafts, which the browser keeps; it listens under https
    messages.success(request, _("You are signed out."))
    return answer


def welcome(request: HttpRequest, face: Face, found: list[User], *, remember: bool, wanted: str) -> HttpResponse:
    """For somebody who showed that all of these accounts are theirs."""
    if len(found) == 1:
        return _enter(request, face, found[0], remember=remember, wanted=wanted)
    accounts = [(user.pk, described(user)) for user in found]
    answer = render(
        request, "site/sign_in/sign_in_account.html", {"face": face, "accounts": accounts, "wanted": wanted}
    )
    token = AccountChoice.objects.offer(found, face=face.key, remember=remember)
    face.choice_cookie.keep(answer, token, lasts=TIME_TO_CHOOSE)
    return answer


def _enter(request: HttpRequest, face: Face, user: User, *, remember: bool, wanted: str) -> HttpResponse:
    """A mailed temporary password opens only the page that replaces it."""
    if user.must_change_password:
        answer = redirect(face.at("new-password"))
        face.link_cookie.keep(answer, token_to_replace(user), lasts=AT_SIGN_IN)
        return answer
    answer = redirect(wanted)
    sessions.sign_in(request, answer, user, at=face.session, remember=remember)
    return answer
