import argparse

from doorstep.runtime import address
from doorstep.runtime.supervisor import supervise

HELP = "start everything: database, web and worker (a demo world on the first start)"


def arguments(parser: argparse.ArgumentParser) -> None:
    address.arguments(parser)


def run(options: argparse.Namespace) -> int:
    return supervise(options.home, address.chosen(options))
