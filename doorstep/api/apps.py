from importlib import import_module

from django.apps import AppConfig

from doorstep.kit.rooms import modules_of_rooms


class Api(AppConfig):
    name = "doorstep.api"

    def ready(self) -> None:
        """Lets each resource declare its scopes."""
        for module in modules_of_rooms(self.name, "scopes"):
            import_module(module)
