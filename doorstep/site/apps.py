from django.apps import AppConfig


class Site(AppConfig):
    name = "doorstep.site"
