from django.apps import AppConfig


class Mail(AppConfig):
    name = "doorstep.mail"
