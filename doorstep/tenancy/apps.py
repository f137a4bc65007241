from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Tenancy(AppConfig):
    name = "doorstep.tenancy"

    def ready(self) -> None:
        from doorstep.tenancy.functions import install_functions
        from doorstep.tenancy.times import read_times_fast
        from doorstep.tenancy.walls import raise_walls

        read_times_fast()
        post_migrate.connect(raise_walls, dispatch_uid="tenancy.walls")
        post_migrate.connect(install_functions, dispatch_uid="tenancy.functions")
