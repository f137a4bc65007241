import argparse
import json
from pathlib import Path
from uuid import UUID

from doorstep.runtime.deployment import migrated
from doorstep.runtime.obstacle import Obstacle

HELP = "bring a file of leads in (CSV, XLSX, ODS), or take an import back"
SIGNS = ("external_id", "email", "phone", "name")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the file to bring in")
    parser.add_argument(
        "--business", metavar="HOST", help="whose leads they are; not needed when there is one business"
    )
    parser.add_argument("--as", dest="member", metavar="EMAIL", help="who imports (default: the first admin)")
    parser.add_argument("--preset", default="auto", help="the program it comes from, such as wealthbox (default: auto)")
    parser.add_argument("--mode", choices=("create", "update", "both"), default="both")
    parser.add_argument("--match", type=_signs, default=["email", "phone"], help=f"any of {','.join(SIGNS)}")
    parser.add_argument(
        "--create-missing", action="store_true", help="add lead types and statuses that are unknown here"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument("--undo", type=UUID, metavar="ID", help="take the import of this id back")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(options: argparse.Namespace) -> int:
    if (options.file is None) == (options.undo is None):
        raise Obstacle("Name the file to bring in, or the import to --undo.")
    with migrated(options.home):
        from doorstep.runtime import importing

        told = importing.undo(options) if options.undo else importing.bring_in(options)
    print(json.dumps(told.facts, ensure_ascii=False) if options.json else told.sentence)
    return 0


def _signs(text: str) -> list[str]:
    chosen = [sign.strip() for sign in text.split(",") if sign.strip()]
    if not chosen or set(chosen) - set(SIGNS):
        raise argparse.ArgumentTypeError(f"choose among {', '.join(SIGNS)}, separated by commas")
    return chosen
