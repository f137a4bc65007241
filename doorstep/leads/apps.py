from django.apps import AppConfig


class Leads(AppConfig):
    name = "doorstep.leads"
