"""How much each address takes, as docs/operations.md says it."""

import pytest

from doorstep.config.bodies import most_at
from doorstep.kit.bodies import LARGEST_FORM, MEGABYTE

LIMITS = {
    "/desk/leads/new/": LARGEST_FORM,
    "/nowhere/": LARGEST_FORM,
    "/desk/imports/": 50 * MEGABYTE + LARGEST_FORM,
    "/desk/settings/business/": 1_000_000 + LARGEST_FORM,
    "/api/v1/leads": MEGABYTE // 4,
    "/api/v1/nowhere": MEGABYTE // 4,
    "/mail/events/postmark/secret/": 5 * MEGABYTE,
    "/mail/bounces/secret/": 5 * MEGABYTE,
}


@pytest.mark.parametrize(("path", "most"), LIMITS.items())
def test_an_address_takes_so_much_and_no_more(path: str, most: int) -> None:
    assert most_at(path, None) == most
