import argparse

HELP = "list the people of the demo world and where they sign in"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    from doorstep.runtime.deployment import migrated

    with migrated(options.home):
        from doorstep.demo import world
        from doorstep.demo.cast import PASSWORD

        for business, host, email, position in world.logins():
            print(f"{business:<18}{host:<22}{email:<32}{position}")
        print(f"Everyone's password: {PASSWORD}")
    return 0
