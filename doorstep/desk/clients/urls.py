from django.urls import path

from doorstep.clients.exporting import clients_export
from doorstep.desk.clients import pages
from doorstep.desk.exports.pages import export_page

urlpatterns = [
    path("", pages.clients, name="clients"),
    path("export/", export_page(clients_export, pages.selected_clients), name="clients-export"),
    path("<uuid:pk>/", pages.client, name="client"),
]
