"""`make bench`: every promise of speed and memory, measured on this machine, in one table. docs/benchmarks.md explains.

python -m bench --leads 50000 --only listing     a quick look at one of them
python -m bench --write                          the table goes into docs/benchmarks.md
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import psycopg

from bench.ground import Connection, above_the_walls, ground
from bench.paper import keep_for_release, write
from bench.promise import Line, not_measured, table
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.local_postgres import SUPERUSER

ONLY = ("bringing", "listing", "finding", "creating", "remembering", "starting", "ways_in")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--leads", type=int, default=1_000_000, help="of the large business (default: %(default)s)")
    parser.add_argument("--only", choices=ONLY, action="append", help="measure this alone; may be repeated")
    parser.add_argument("--home", type=Path, help="keep the filled database in this folder, and use it again")
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")
    parser.add_argument(
        "--release", action="store_true", help="keep these figures, for the next release to stand beside"
    )
    options = parser.parse_args()
    with ground(options.home) as found, above_the_walls(found) as database:
        lines = list(_measured(found, database, options.leads, options.only or ONLY))
        version = str((database.execute("SHOW server_version").fetchone() or ("",))[0])
    print(table(lines))
    if options.write:
        write(lines, leads=options.leads, postgres=version)
    if options.release:
        keep_for_release(lines)
    return 0 if all(line.is_kept for line in lines) else 1


def _measured(found: Deployment, database: Connection, leads: int, only: Iterable[str]) -> Iterator[Line]:
    from bench import bringing, creating, finding, listing, remembering, servers, starting, ways_in
    from bench.filling import houses_of

    _tell(f"Filling the database, {leads:,} leads …")
    houses = houses_of(found.home, database, leads)
    administrator = found.postgres.url(role=SUPERUSER) if found.postgres else ""
    with (
        servers.ours(found.home) as web,
        servers.worker(found.home) as worker,
        servers.bare(found.home, database_url=administrator),
    ):
        parts: dict[str, Callable[[], Iterator[Line]]] = {
            "listing": lambda: listing.lines(houses, database),
            "finding": lambda: finding.lines(houses["large"], database),
            "creating": lambda: creating.lines(houses["small"]),
            "bringing": lambda: bringing.lines(found.home, database),
            "remembering": lambda: remembering.lines(found.home, web=web, worker=worker),
        }
        for name in parts:
            if name in only:
                yield from _part(name, parts[name])
    if "starting" in only:
        yield from _part("starting", starting.lines)
    if "ways_in" in only:
        yield from _part("ways_in", lambda: ways_in.lines(found))


def _part(name: str, lines: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    """What cannot be measured is not kept."""
    begun = time.monotonic()
    _tell(f"Measuring: {name} …")
    try:
        for line in lines():
            _tell(f"  {line.promise}: {line.figure}, {line.verdict}")
            yield line
    except (RuntimeError, OSError, ValueError, psycopg.Error) as why:
        yield not_measured(f"{name.title()}: all of it", "measured", why)
    _tell(f"  {time.monotonic() - begun:.0f} s")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
