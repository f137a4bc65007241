from django.urls import path

from doorstep.desk.clients import pages
from doorstep.desk.exports import pages as exports

urlpatterns = [
    path("", pages.clients, name="clients"),
    path("export/", exports.clients, name="clients-export"),
    path("<uuid:pk>/", pages.client, name="client"),
]
