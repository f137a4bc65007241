from django.apps import AppConfig


class Desk(AppConfig):
    name = "doorstep.desk"

    def ready(self) -> None:
        """Tells the layouts which places the desk has."""
        from doorstep.desk import shell  # noqa: F401
