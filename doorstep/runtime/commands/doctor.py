import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from doorstep.runtime import faults
from doorstep.runtime.checks import Finding, Level, fix
from doorstep.runtime.deployment import deployment
from doorstep.runtime.obstacle import Obstacle

HELP = "check this deployment and say what to fix"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    found = list(_findings(options))
    print(json.dumps([asdict(finding) for finding in found], indent=1) if options.json else _page(found))
    return int(any(finding.level is Level.FIX for finding in found))


def _findings(options: argparse.Namespace) -> Iterator[Finding]:
    try:
        with deployment(options.home) as here:
            from doorstep.runtime.checks import database, surroundings

            of_database = list(database.findings())
            yield from of_database
            yield from surroundings.findings(here, database_answers=len(of_database) > 1)
    except Obstacle as obstacle:
        yield fix("start", obstacle.sentence)
    except faults.errors() as fault:
        obstacle_in_it = faults.obstacle_in(fault)
        if obstacle_in_it is None:
            raise
        yield fix("start", obstacle_in_it.sentence)


def _page(found: list[Finding]) -> str:
    lines = [f"{finding.level:<5}{finding.about:<12}{finding.sentence}" for finding in found]
    faults = sum(finding.level is Level.FIX for finding in found)
    lines.append(f"\n{faults} to fix." if faults else "\nNothing to fix.")
    return "\n".join(lines)
