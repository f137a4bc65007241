"""What the models say is what the migrations make."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_no_change_of_a_model_lacks_its_migration(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Make and keep a migration of: {capsys.readouterr().out}")
