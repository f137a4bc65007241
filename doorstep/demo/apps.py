from django.apps import AppConfig


class Demo(AppConfig):
    """Installed in demo mode only."""

    name = "doorstep.demo"

    def ready(self) -> None:
        from doorstep.demo import shortcuts  # noqa: F401
