"""What the system or the database refuses, said to whoever runs a command. A fault of ours keeps its traceback."""

import errno
import sys

from doorstep.runtime.obstacle import Obstacle

_OF_THE_SYSTEM = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The quota of the disk is used up",
    errno.EACCES: "This may not be read or written",
    errno.EPERM: "This may not be changed",
    errno.EROFS: "This can be read only",
    errno.ENOENT: "This does not exist",
    errno.ENOTDIR: "A part of this path is a file, not a folder",
    errno.EISDIR: "This is a folder, not a file",
    errno.EEXIST: "This is there already",
    errno.ENAMETOOLONG: "This name is too long",
    errno.ELOOP: "This link leads to itself",
    errno.EFBIG: "This file would be too large",
    errno.EIO: "The disk could not be read or written",
    errno.EMFILE: "Too many files are open",
}
_OF_THE_DATABASE = {
    "08": "does not answer",
    "25006": "can be read only",
    "28": "refuses the user",
    "3D": "is not there",
    "42501": "refuses the role",
    "53100": "has no room left on its disk",
    "53": "has no room left",
    "57P": "was stopped",
}


def errors() -> tuple[type[Exception], ...]:
    """Evaluated when something was raised, so that a driver that was not needed is not loaded for it."""
    names = (("psycopg", "Error"), ("django.db", "Error"), ("django.core.exceptions", "ImproperlyConfigured"))
    return (OSError, *(getattr(sys.modules[module], name) for module, name in names if module in sys.modules))


def obstacle_in(fault: BaseException) -> Obstacle | None:
    """None for what nobody at the terminal can mend."""
    if isinstance(fault, OSError):
        return _of_the_system(fault)
    if type(fault).__name__ == "ImproperlyConfigured":
        return Obstacle(str(fault))
    return _of_the_database(fault)


def forget_rows(fault: BaseException) -> None:
    """A traceback on a terminal ends in some log too."""
    if not isinstance(fault, OSError):
        from doorstep.config import quiet_log  # Django, which only a fault of the database has loaded

        quiet_log.forget_rows(fault)


def reason(fault: BaseException) -> str:
    """The last line of what a driver said, which has no row in it; a server names what it refuses there."""
    beside = ("DETAIL", "CONTEXT", "\t", "Multiple connection attempts", "- ")
    lines = [line for line in str(fault).splitlines() if line.strip() and not line.startswith(beside)]
    return lines[-1].strip().rstrip(".") if lines else "no answer"


def _of_the_system(fault: OSError) -> Obstacle | None:
    what = _OF_THE_SYSTEM.get(fault.errno or 0)
    return Obstacle(f"{what}: {fault.filename or fault.strerror}.") if what else None


def _of_the_database(fault: BaseException) -> Obstacle | None:
    cause = fault.__cause__ if getattr(fault, "sqlstate", None) is None else fault
    state = str(getattr(cause, "sqlstate", None) or "")
    if not state and type(fault).__name__ not in ("OperationalError", "InterfaceError", "PoolTimeout"):
        return None
    what = next((words for code, words in _OF_THE_DATABASE.items() if state.startswith(code)), "")
    if state and not what:
        return None
    return Obstacle(f"The database {what or 'cannot be reached'}: {reason(fault)}. Check DATABASE_URL.")
