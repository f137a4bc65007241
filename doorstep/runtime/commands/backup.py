import argparse
import os
from contextlib import closing
from pathlib import Path

from doorstep.runtime import home, passphrase, typed
from doorstep.runtime.deployment import Deployment, deployment
from doorstep.runtime.local_postgres import SUPERUSER
from doorstep.runtime.obstacle import Obstacle

HELP = "write everything (database, files, secret key) into one file, while Doorstep runs"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup to write, such as doorstep.tar")
    parser.add_argument(
        "--database", metavar="URL", type=typed.database_url, help="with a DATABASE_URL: a role that may read every row"
    )
    parser.add_argument("--encrypt", action="store_true", help="under a passphrase, as an age file")
    passphrase.arguments(parser)


def run(options: argparse.Namespace) -> int:
    file = options.file.resolve()
    _refuse_wrong_place(file, options.home.resolve())
    secret = passphrase.new(options) if options.encrypt or options.passphrase_file else None
    with deployment(options.home, serves=False) as found:
        count = _write(file, found, options.database, secret)
    print(f"{options.file}: the database and {count} files{', encrypted' if secret else ''}. {_advice(secret)}")
    if os.environ.get("STORAGE_URL"):
        print("The files in STORAGE_URL are not in it: back up that bucket by itself.")
    return 0


def _write(file: Path, found: Deployment, database: str | None, secret: str | None) -> int:
    from doorstep.runtime import age
    from doorstep.runtime.backing_up import Backup
    from doorstep.runtime.whole_file import written_whole

    backup = Backup(database or _url(found), found.home, bool(os.environ.get("STORAGE_URL")))
    with written_whole(file) as opened, closing(backup.written()) as written:
        for chunk in age.encrypt(written, secret) if secret else written:
            opened.write(chunk)
    return len(backup.packed)


def _refuse_wrong_place(file: Path, folder: Path) -> None:
    is_whole = folder.is_dir() if "DATABASE_URL" in os.environ else home.has_database(folder)
    if not is_whole:
        raise Obstacle(f"{folder} is no home of Doorstep. Name the folder of all data with --home.")
    if file.is_relative_to(folder / home.FILES):
        raise Obstacle(f"{file} is among the files to back up. Choose another place.")


def _url(found: Deployment) -> str:
    return found.postgres.url(role=SUPERUSER) if found.postgres else os.environ["DATABASE_URL"]


def _advice(secret: str | None) -> str:
    if secret:
        return "Without the passphrase nobody can open it, nor can you."
    return "It holds your secret key: keep it as safe as the home."
