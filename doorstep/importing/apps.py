from django.apps import AppConfig


class Importing(AppConfig):
    name = "doorstep.importing"

    def ready(self) -> None:
        from doorstep.importing import exporting, kinds  # noqa: F401
