from django.apps import AppConfig


class Clients(AppConfig):
    name = "doorstep.clients"

    def ready(self) -> None:
        """Declares the kinds of mail and of timeline lines, the exports, the jobs and the reactions."""
        from doorstep.clients import emails, exporting, jobs, kinds, registration  # noqa: F401
