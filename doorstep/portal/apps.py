from importlib import import_module

from django.apps import AppConfig

from doorstep.kit.rooms import modules_of_rooms


class Portal(AppConfig):
    name = "doorstep.portal"

    def ready(self) -> None:
        """Registers the places of the portal, and lets each room register its sections."""
        from doorstep.portal import shell  # noqa: F401

        for module in modules_of_rooms(self.name, "register"):
            import_module(module)
