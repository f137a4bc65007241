from django.apps import AppConfig


class Clients(AppConfig):
    name = "doorstep.clients"

    def ready(self) -> None:
        """Declares the kinds of mail and of timeline lines, and the jobs."""
        from doorstep.clients import emails, jobs, kinds  # noqa: F401
