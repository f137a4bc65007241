"""One fixture: somebody who imports files."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from doorstep.accounts.models import Member
    from doorstep.importing.tests.importer import Importer
    from doorstep.tenancy.models import Business


@pytest.fixture
def importer(at_fennmoor: "Business", ann: "Member", tmp_path: Path) -> "Importer":
    from doorstep.importing.tests.importer import Importer

    return Importer(at_fennmoor, ann, tmp_path)
