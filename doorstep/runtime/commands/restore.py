import argparse
import os
import tempfile
from pathlib import Path

from doorstep.runtime import archive
from doorstep.runtime.local_postgres import LocalPostgres
from doorstep.runtime.obstacle import Obstacle

HELP = "put a backup back into an empty home (every checksum is verified first)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `doorstep backup` wrote")
    parser.add_argument("--force", action="store_true", help="replace what the home and the database hold now")
    parser.add_argument("--database", metavar="URL", help="restore into this server instead of DATABASE_URL")


def run(options: argparse.Namespace) -> int:
    home = options.home.resolve()
    if home.exists() and any(home.iterdir()) and not options.force:
        raise Obstacle(f"{home} is not empty. Restore into an empty home, or add --force to replace what it holds.")
    manifest = archive.verify(options.file)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        unpacked = Path(scratch)
        archive.unpack(options.file, unpacked)
        _load(unpacked / archive.DUMP, home, options)
        archive.put_back(unpacked, home)
    print(f"Restored the backup of {manifest.made_at} (Doorstep {manifest.version}) into {home}.")
    return 0


def _load(dumped: Path, home: Path, options: argparse.Namespace) -> None:
    from doorstep.runtime import dump

    url = options.database or os.environ.get("DATABASE_URL")
    if url:
        dump.load_into(url, dumped, force=options.force)
        return
    server = LocalPostgres(home / "postgres")
    if server.is_held:
        raise Obstacle(f"Doorstep is running on {home}. Stop it first.")
    with server:
        dump.load_into_local(server, dumped)
        (server.root / "prepared.stamp").unlink(missing_ok=True)
