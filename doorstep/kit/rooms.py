"""The folders of a face, each a room that registers itself in a module of an agreed name."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules


def modules_of_rooms(package: str, name: str) -> Iterator[str]:
    """`doorstep.desk.leads.register` and the others, in the order of their names."""
    rooms = (f"{package}.{found.name}" for found in iter_modules(import_module(package).__path__) if found.ispkg)
    return (module for room in rooms if find_spec(module := f"{room}.{name}"))
