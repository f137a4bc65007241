from django.apps import AppConfig


class Accounts(AppConfig):
    name = "doorstep.accounts"
