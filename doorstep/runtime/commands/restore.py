import argparse
import os
from pathlib import Path

from doorstep.runtime import home, passphrase, typed
from doorstep.runtime.deployment import refuse_unreadable
from doorstep.runtime.obstacle import Obstacle

HELP = "put a backup back into an empty home (every checksum is verified first)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `doorstep backup` wrote")
    parser.add_argument("--force", action="store_true", help="replace what the home and the database hold now")
    parser.add_argument(
        "--database", metavar="URL", type=typed.database_url, help="restore into this server instead of DATABASE_URL"
    )
    passphrase.arguments(parser)


def run(options: argparse.Namespace) -> int:
    from doorstep.runtime import reading, schema, taking_back

    folder = options.home.resolve()
    url = options.database or os.environ.get("DATABASE_URL")
    if url:
        refuse_unreadable("DATABASE_URL", url)
    with reading.opened(options.file, lambda: passphrase.known(options)) as backup:
        made_by = schema.Schema(backup.manifest.migrations, backup.manifest.version)
        schema.refuse_newer(made_by, what=f"The backup {options.file}")
        _refuse_a_folder_of_somebody_else(folder)
        with home.to_oneself(folder):
            _refuse_unasked(folder, forced=options.force)
            if url:
                taking_back.into_server(backup, folder, url, forced=options.force)
            else:
                taking_back.into_home(backup, folder)
    print(f"Restored the backup of {backup.manifest.made_at} (Doorstep {backup.manifest.version}) into {folder}.")
    _say_which_key_counts(backup.key, folder)
    return 0


def _refuse_a_folder_of_somebody_else(folder: Path) -> None:
    if not home.is_empty(folder) and not home.is_home(folder):
        raise Obstacle(f"{folder} is no home of Doorstep, and not empty. Restore into a home or an empty folder.")


def _refuse_unasked(folder: Path, *, forced: bool) -> None:
    if not forced and not home.is_empty(folder):
        raise Obstacle(f"{folder} is not empty. Restore into an empty home, or add --force to replace what it holds.")


def _say_which_key_counts(key: bytes, folder: Path) -> None:
    told = os.environ.get("SECRET_KEY")
    if told and told.encode() != key:
        print(f"SECRET_KEY is not the key of this backup, which is in {folder / home.KEY}: tell Doorstep that one.")
