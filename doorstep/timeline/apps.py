from django.apps import AppConfig


class Timeline(AppConfig):
    name = "doorstep.timeline"
