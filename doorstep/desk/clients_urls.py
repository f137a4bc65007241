from django.urls import path

from doorstep.desk import clients, exports

urlpatterns = [
    path("", clients.clients, name="clients"),
    path("export/", exports.clients, name="clients-export"),
    path("<uuid:pk>/", clients.client, name="client"),
]
