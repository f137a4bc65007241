"""A forgotten password, a first one, a temporary one to be replaced: a link by e-mail, then one field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doorstep.accounts import devices, passwords, sessions
from doorstep.accounts.doors import public
from doorstep.accounts.models import PasswordLink
from doorstep.accounts.models.password_link import ASKED_FOR
from doorstep.site.sign_in.faces import Face
from doorstep.site.sign_in.forms import AddressForm, NewPasswordForm
from doorstep.ui.answers import refusals_on, render_form


@public
def ask_for_link(request: HttpRequest, face: Face) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if form.is_valid():
        by = devices.visitor(request, form.cleaned_data["email"], ip=sessions.ip_of(request))
        with refusals_on(form):
            passwords.ask_for_link(face.accounts(by.email), face=face.key, by=by)
            return redirect(face.at("password-sent"))
    return render_form(request, "site/sign_in/password_asked.html", form, face=face)


@public
def link_sent(request: HttpRequest, face: Face) -> HttpResponse:
    return render(request, "site/sign_in/password_sent.html", {"face": face})


@public
def open_link(_request: HttpRequest, face: Face, token: str) -> HttpResponse:
    """Takes the token out of the address at once, so that no Referer and no history keeps it."""
    answer = redirect(face.at("new-password"))
    face.link_cookie.keep(answer, token, lasts=ASKED_FOR)
    return answer


@public
def choose_password(request: HttpRequest, face: Face) -> HttpResponse:
    """Signs in afterwards: whoever holds the link has shown that the account is theirs."""
    link = PasswordLink.objects.of(face.link_cookie.of(request))
    accounts = [user for user in face.accounts(link.email_key) if link.opens(user)] if link else []
    if link is None or not accounts:
        return render(request, "site/sign_in/password_link_over.html", {"face": face}, status=410)
    form = NewPasswordForm(accounts, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            passwords.choose(link, form.user, form.cleaned_data["password"])
            answer = redirect(face.home)
            face.link_cookie.drop(answer)
            sessions.sign_in(request, answer, form.user, at=face.session)
            return answer
    return render_form(request, "site/sign_in/new_password.html", form, face=face)
