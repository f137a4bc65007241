import argparse

from doorstep.runtime.deployment import deployment

HELP = "bring the database to the version of the code (safe at any time)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-demo", action="store_true", help="in demo mode, fill a home that has no business yet")


def run(options: argparse.Namespace) -> int:
    with deployment(options.home) as found:
        from doorstep.runtime.preparation import prepare

        prepare(found, with_demo=options.with_demo)
    return 0
