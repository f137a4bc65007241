"""`doorstep COMMAND`: one module a command in `commands/`, found by looking in the folder.

A command module has `HELP`, `arguments(parser)` and `run(options) -> int`, and imports nothing slow at its top:
Django exists only inside `with deployment(options.home):`.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from doorstep.kit.errors import NotAllowed
from doorstep.runtime import commands, faults
from doorstep.runtime.family import follow_parent
from doorstep.runtime.obstacle import Obstacle


class Command(Protocol):
    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    follow_parent()
    _stop_politely()
    typed = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(typed).parse_args(typed)
    try:
        return cast(int, options.command.run(options))
    except (Obstacle, NotAllowed) as refusal:
        return _refused(refusal.sentence)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # nobody reads on, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except faults.errors() as fault:
        obstacle = faults.obstacle_in(fault)
        if obstacle is None:
            faults.forget_rows(fault)
            raise
        return _refused(obstacle.sentence)


def _refused(sentence: str) -> int:
    print(f"doorstep: {sentence}", file=sys.stderr)
    return 1


def _stop_politely() -> None:
    """SIGTERM and a closed terminal do what Ctrl-C does, so that every `finally` on the way is honoured."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def _parser(typed: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doorstep", description="From lead to client, on both sides of the door.")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in _wanted(typed):
        command = cast(Command, import_module(f"{commands.__name__}.{name}"))
        choice = choices.add_parser(name.rstrip("_"), help=command.HELP, description=command.HELP)
        choice.add_argument("--home", type=Path, default=_home(), help="the folder of all data (default: %(default)s)")
        command.arguments(choice)
        choice.set_defaults(command=command)
    return parser


def _wanted(typed: Sequence[str]) -> list[str]:
    """The module of the command that was typed, so that the others cost nothing; all of them for the help page.

    `import_` is `import`, a word that Python keeps for itself.
    """
    names = {module.name.rstrip("_"): module.name for module in iter_modules(commands.__path__)}
    return [names[typed[0]]] if typed and typed[0] in names else list(names.values())


def _home() -> Path:
    return Path(os.environ.get("DOORSTEP_HOME") or "var")
