from django.apps import AppConfig


class Leads(AppConfig):
    name = "doorstep.leads"

    def ready(self) -> None:
        """Declares the kinds of mail and of timeline lines and the exports, and lets the floors below be reacted to."""
        from doorstep.leads import arrivals, downline, emails, exporting, kinds  # noqa: F401
