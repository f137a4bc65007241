from django.apps import AppConfig


class Clients(AppConfig):
    name = "doorstep.clients"

    def ready(self) -> None:
        """Declares the kinds of mail, of timeline lines and of work, the exports and the reactions."""
        from doorstep.clients import emails, exporting, inviting_many, kinds, registration  # noqa: F401
