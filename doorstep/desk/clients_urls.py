from django.urls import path

from doorstep.desk import clients

urlpatterns = [
    path("", clients.clients, name="clients"),
    path("<uuid:pk>/", clients.client, name="client"),
]
