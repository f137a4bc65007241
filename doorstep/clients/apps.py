from django.apps import AppConfig


class Clients(AppConfig):
    name = "doorstep.clients"
