"""The link in the mail that goes out when somebody asked for too many: it gets its reader past what strangers did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.accounts import devices
from doorstep.accounts.doors import public
from doorstep.site.sign_in.faces import Face
from doorstep.ui.toasts import toast


@public
@require_safe
def open_link(request: HttpRequest, face: Face, token: str, page: str) -> HttpResponse:
    """Back to where the mail was asked for. Takes the token out of the address, so that no Referer and no history keeps
    it."""
    answer = redirect(page)
    if not devices.bring(request, answer, token):
        return render(request, "site/device_link_over.html", {"face": face, "page": page}, status=410)
    toast(request, _("Go on here: this device is known now."))
    return answer
