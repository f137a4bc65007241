import argparse

from doorstep.runtime import typed
from doorstep.runtime.deployment import migrated
from doorstep.runtime.obstacle import Obstacle

HELP = "make a key for the API and print it, once"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("host", help="the host name of the business, such as brokerage.localhost")
    parser.add_argument("--scope", action="append", required=True, help="leads:read or leads:write; once for each")
    parser.add_argument(
        "--name", type=typed.name, default="Command line", help="how timelines call it (default: %(default)s)"
    )
    parser.add_argument(
        "--per-minute", type=typed.number(most=1_000_000), default=600, help="requests (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    with migrated(options.home):
        from doorstep.accounts.models import ApiKey, Team
        from doorstep.tenancy import scope
        from doorstep.tenancy.models import Business

        business = Business.objects.at(options.host)
        if business is None:
            known = ", ".join(Business.objects.exclude(host="").values_list("host", flat=True))
            raise Obstacle(f"No business has the host {options.host}. There is: {known or 'none yet'}.")
        with scope(business):
            _key, secret = ApiKey.objects.issue(
                name=options.name,
                scopes=options.scope,
                team=Team.objects.house(),
                by=None,
                per_minute=options.per_minute,
            )
    print(secret)
    return 0
