from django.apps import AppConfig


class Portal(AppConfig):
    name = "doorstep.portal"

    def ready(self) -> None:
        """Registers the places of the portal."""
        from doorstep.portal import shell  # noqa: F401
