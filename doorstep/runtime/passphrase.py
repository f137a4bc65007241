"""The passphrase of an encrypted backup: from a file, the environment, or the person at the terminal."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path

from doorstep.runtime.obstacle import Obstacle

VARIABLE = "DOORSTEP_BACKUP_PASSPHRASE"
SHORTEST = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    help_text = f"the passphrase is its first line (otherwise {VARIABLE}, otherwise you are asked)"
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=help_text)


def new(options: argparse.Namespace) -> str:
    """Typed twice: a slip would lock the backup for good."""
    given = _given(options)
    passphrase = _asked("Passphrase of this backup: ") if given is None else given
    if len(passphrase) < SHORTEST:
        raise Obstacle(f"The passphrase is too short. Give it {SHORTEST} or more characters.")
    if given is None and _asked("Once more: ") != passphrase:
        raise Obstacle("The two passphrases differ. Nothing was written.")
    return passphrase


def known(options: argparse.Namespace) -> str:
    given = _given(options)
    return _asked("Passphrase of the backup: ") if given is None else given


def _given(options: argparse.Namespace) -> str | None:
    if options.passphrase_file:
        lines = options.passphrase_file.read_text().splitlines()
        return str(lines[0]) if lines else ""
    return os.environ.get(VARIABLE)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise Obstacle(f"There is nobody to ask for the passphrase. Give --passphrase-file, or set {VARIABLE}.")
    return getpass(question)
