from django.urls import path

from doorstep.clients.exporting import invitations_export
from doorstep.desk.exports.pages import export_page
from doorstep.desk.invitations import pages

urlpatterns = [
    path("", pages.invitations, name="invitations"),
    path("sent/", pages.sent_invitations, name="sent-invitations"),
    path("sent/export/", export_page(invitations_export, pages.selected_invitations), name="sent-invitations-export"),
    path("<uuid:pk>/revocation/", pages.revocation, name="invitation-revocation"),
]
