from django.urls import path

from doorstep.desk import exports, invitations

urlpatterns = [
    path("", invitations.invitations, name="invitations"),
    path("sent/", invitations.sent_invitations, name="sent-invitations"),
    path("sent/export/", exports.sent_invitations, name="sent-invitations-export"),
    path("<uuid:pk>/revocation/", invitations.revocation, name="invitation-revocation"),
]
