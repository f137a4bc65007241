from django.apps import AppConfig


class Mail(AppConfig):
    name = "doorstep.mail"

    def ready(self) -> None:
        """Registers the list that becomes a file."""
        from doorstep.mail import exporting  # noqa: F401
