from django.apps import AppConfig


class Accounts(AppConfig):
    name = "doorstep.accounts"

    def ready(self) -> None:
        from doorstep.accounts import emails, exporting, kinds  # noqa: F401
        from doorstep.accounts.models import Member
        from doorstep.tenancy.askers import found_by

        found_by(lambda pk: Member.objects.asker(pk))
