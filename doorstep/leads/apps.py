from django.apps import AppConfig


class Leads(AppConfig):
    name = "doorstep.leads"

    def ready(self) -> None:
        """Lets the floors below be reacted to."""
        from doorstep.leads import downline  # noqa: F401
