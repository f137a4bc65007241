from django.urls import path

from doorstep.desk.exports import pages as exports
from doorstep.desk.invitations import pages

urlpatterns = [
    path("", pages.invitations, name="invitations"),
    path("sent/", pages.sent_invitations, name="sent-invitations"),
    path("sent/export/", exports.sent_invitations, name="sent-invitations-export"),
    path("<uuid:pk>/revocation/", pages.revocation, name="invitation-revocation"),
]
