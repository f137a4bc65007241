"""Signing in without a password: six digits by e-mail, typed in the same browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doorstep.accounts import authentication, devices
from doorstep.accounts.doors import public
from doorstep.accounts.models import Code
from doorstep.accounts.models.code import LASTS, CodePurpose
from doorstep.accounts.sessions import ip_of
from doorstep.kit.errors import NotAllowed
from doorstep.site.sign_in.faces import Face
from doorstep.site.sign_in.forms import AddressForm
from doorstep.site.sign_in.pages import welcome
from doorstep.ui.answers import refusals_on, render_form
from doorstep.ui.toasts import toast


@public
def ask_for_code(request: HttpRequest, face: Face) -> HttpResponse:
    """Also sends a new one; it ends the one that this browser asked for before."""
    if request.method != "POST" and face.somebody(request):
        return redirect(face.wanted(request))
    form = AddressForm(request.POST or None, initial={"remember": True})
    if form.is_valid():
        by = devices.visitor(request, form.cleaned_data["email"], ip=ip_of(request))
        wishes = {"next": face.wanted(request), "stay": "yes" if form.cleaned_data["remember"] else ""}
        before = Code.objects.of(face.code_cookie.of(request), purpose=CodePurpose.SIGN_IN)
        with refusals_on(form):
            accounts = face.accounts(by.email)
            token = authentication.send_code(accounts, page=face.doorstep, wishes=wishes, by=by, instead_of=before)
            if face.code_cookie.of(request):
                toast(request, _("A new code is on its way."))
            answer = redirect(face.at("code-digits"))
            face.code_cookie.keep(answer, token, lasts=LASTS)
            return answer
    return render_form(request, "site/sign_in/sign_in_code.html", form, face=face)


@public
def type_code(request: HttpRequest, face: Face) -> HttpResponse:
    if request.method != "POST" and face.somebody(request):
        return redirect(face.home)
    token = face.code_cookie.of(request)
    code = Code.objects.of(token, purpose=CodePurpose.SIGN_IN)
    if code is None:
        return redirect(face.at("code"))
    wishes, refusal = code.details, ""
    if request.method == "POST":
        try:
            found = authentication.by_code(
                face.accounts(wishes["email"]), code, request.POST.get("code", ""), token=token
            )
            return welcome(request, face, found, remember=bool(wishes["stay"]), wanted=wishes["next"])
        except NotAllowed as fault:
            refusal = fault.sentence
    context = {"face": face, "code": code, "seconds": code.seconds_left, "refusal": refusal}
    return render(request, "site/sign_in/sign_in_digits.html", context, status=422 if refusal else 200)
