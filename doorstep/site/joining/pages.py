"""Where a personal link leads: to sign-up while it works, else to a calm page with the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from doorstep.accounts.doors import public
from doorstep.clients.doors import invitation_of, keep_link
from doorstep.clients.inviting import send_a_new_one
from doorstep.clients.models import Invitation
from doorstep.clients.models.invitation import InvitationStatus

SIGN_UP = "/portal/sign-up/"


@public
@require_safe
def open_link(_request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address at once, so that no Referer and no history keeps it. Writes nothing."""
    answer = redirect("site:joining")
    answer["Referrer-Policy"] = "no-referrer"
    keep_link(answer, token)
    return answer


@public
@require_safe
def joining(request: HttpRequest) -> HttpResponse:
    invitation = invitation_of(request)
    if invitation is None:
        return render(request, "site/joining/unknown.html", status=404)
    if invitation.lead.is_registered or invitation.status == InvitationStatus.ACCEPTED:
        return render(request, "site/joining/registered.html", status=410)
    if invitation.status == InvitationStatus.REVOKED or invitation.lead.is_deleted:
        return render(request, "site/joining/withdrawn.html", status=410)
    if invitation.is_expired:
        return render(request, "site/joining/expired.html", {"invitation": invitation}, status=410)
    return redirect(SIGN_UP)


@public
@require_POST
def opening(request: HttpRequest) -> HttpResponse:
    """The page says that a person looks at it; mail scanners fetch links too, but post nothing."""
    invitation = invitation_of(request)
    if invitation is not None and invitation.works:
        Invitation.objects.note_opening(invitation.pk)
    return HttpResponse(status=204)


@public
@require_POST
def new_link(request: HttpRequest) -> HttpResponse:
    """Whatever becomes of it, the answer is the same."""
    invitation = invitation_of(request)
    if invitation is not None:
        send_a_new_one(invitation)
    return redirect("site:joining-sent")


@public
@require_safe
def new_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "site/joining/sent.html")
