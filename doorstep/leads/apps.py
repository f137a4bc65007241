from django.apps import AppConfig


class Leads(AppConfig):
    name = "doorstep.leads"

    def ready(self) -> None:
        """Declares the kinds of mail, of timeline lines and of work and the exports, and reacts to the floors below."""
        from doorstep.leads import arrivals, bulk, downline, emails, exporting, kinds  # noqa: F401
