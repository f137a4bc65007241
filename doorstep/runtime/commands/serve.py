import argparse

from doorstep.runtime import address, typed
from doorstep.runtime.deployment import deployment

HELP = "answer web requests (production: beside one or more `doorstep worker`)"


def arguments(parser: argparse.ArgumentParser) -> None:
    address.arguments(parser)
    parser.add_argument(
        "--workers", type=typed.number(most=256), default=2, help="processes that answer (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    listening = address.chosen(options)
    listening.refuse_if_taken()
    with deployment(options.home) as found:
        from doorstep.runtime import schema, web
        from doorstep.runtime.reachable import wait_for_database

        if found.is_demo:
            listening.refuse_strangers()
        wait_for_database()
        schema.refuse_unlike(schema.of_database())
        if found.mode == "production":
            web.collect_static(found)
        web.serve(listening, workers=options.workers)
    return 0
