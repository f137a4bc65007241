from importlib import import_module

from django.apps import AppConfig

from doorstep.kit.rooms import modules_of_rooms


class Desk(AppConfig):
    name = "doorstep.desk"

    def ready(self) -> None:
        """Tells the layouts which places the desk has, and lets each room register what it brings."""
        from doorstep.desk import shell  # noqa: F401

        for module in modules_of_rooms(self.name, "register"):
            import_module(module)
