import argparse

from doorstep.runtime.deployment import deployment
from doorstep.runtime.obstacle import Obstacle

HELP = "fill a fresh home with the demo world: four businesses, two thousand leads each"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    with deployment(options.home) as found:
        if not found.is_demo:
            raise Obstacle("This is a server. The demo world is built only where DOORSTEP_MODE is demo.")
        from doorstep.runtime.preparation import prepare

        prepare(found, with_demo=True)
        print(f"The demo world stands in {found.home}. `doorstep run` opens it.")
    return 0
