import argparse

from doorstep.runtime import typed
from doorstep.runtime.deployment import migrated

HELP = "open a business on this server and mail its first admin a link"
PACKS = ("brokerage", "exchange", "homes", "academy")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", type=typed.name, help="as clients read it, such as Fennmoor")
    parser.add_argument(
        "--host", type=typed.host, default="", help="its host name; leave it out when it is the only business"
    )
    parser.add_argument("--pack", choices=PACKS, required=True, help="whose words it begins with")
    parser.add_argument("--admin", required=True, metavar="EMAIL", help="who opens the desk first")
    parser.add_argument("--admin-name", type=typed.name, required=True, metavar="NAME")


def run(options: argparse.Namespace) -> int:
    with migrated(options.home):
        from django.db import transaction

        from doorstep.accounts.passwords import send_set_password_link
        from doorstep.clients.new_business import add_first_admin, create_business
        from doorstep.tenancy import scope
        from doorstep.tenancy.models import Pack

        with transaction.atomic():
            business = create_business(name=options.name, host=options.host, pack=Pack(options.pack))
            with scope(business):
                admin = add_first_admin(email=options.admin, name=options.admin_name)
                send_set_password_link(admin.user, by=None)
        print(f"{business} is open at {business.address('/desk/')}.")
        print(f"{options.admin} has mail with a link to set a password.")
    return 0
