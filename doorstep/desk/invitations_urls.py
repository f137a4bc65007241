from django.urls import path

from doorstep.desk import invitations

urlpatterns = [
    path("", invitations.invitations, name="invitations"),
    path("sent/", invitations.sent_invitations, name="sent-invitations"),
    path("<uuid:pk>/revocation/", invitations.revocation, name="invitation-revocation"),
]
