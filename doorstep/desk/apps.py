from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig

REGISTRATIONS = "register"


class Desk(AppConfig):
    name = "doorstep.desk"

    def ready(self) -> None:
        """Tells the layouts which places the desk has, and lets each room register what it brings."""
        from doorstep import desk
        from doorstep.desk import shell  # noqa: F401

        rooms = [f"{self.name}.{found.name}" for found in iter_modules(desk.__path__) if found.ispkg]
        for room in rooms:
            if find_spec(f"{room}.{REGISTRATIONS}"):
                import_module(f"{room}.{REGISTRATIONS}")
