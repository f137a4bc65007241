import argparse

from doorstep.runtime import typed
from doorstep.runtime.deployment import deployment

HELP = "run the jobs: mail, imports, reminders (production: beside `doorstep serve`)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--concurrency", type=typed.number(most=64), default=4, help="jobs at a time (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    with deployment(options.home):
        from doorstep.runtime.work import work

        work(concurrency=options.concurrency)
    return 0
