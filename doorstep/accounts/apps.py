from django.apps import AppConfig


class Accounts(AppConfig):
    name = "doorstep.accounts"

    def ready(self) -> None:
        from doorstep.accounts import emails, exporting, kinds  # noqa: F401
