import argparse
import os
import tempfile
from pathlib import Path

from doorstep.runtime import archive
from doorstep.runtime.deployment import Deployment, ground
from doorstep.runtime.local_postgres import SUPERUSER

HELP = "write everything (database, files, secret key) into one file, while Doorstep runs"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup to write, such as doorstep.tar")
    parser.add_argument("--database", metavar="URL", help="with a DATABASE_URL: a role that may read every row")


def run(options: argparse.Namespace) -> int:
    with ground(options.home) as found, tempfile.TemporaryDirectory(dir=found.home) as scratch:
        from doorstep.runtime.dump import dump

        dumped = Path(scratch) / archive.DUMP
        dump(_url(found, options.database), dumped)
        manifest = archive.pack(dumped, found.home, options.file.resolve())
    files = sum(name.startswith(f"{archive.FILES}/") for name in manifest.checksums)
    print(f"{options.file}: the database and {files} files. It holds your secret key: keep it as safe as the home.")
    if os.environ.get("STORAGE_URL"):
        print("The files in STORAGE_URL are not in it: back up that bucket by itself.")
    return 0


def _url(found: Deployment, given: str | None) -> str:
    if given:
        return given
    return found.postgres.url(role=SUPERUSER) if found.postgres else os.environ["DATABASE_URL"]
