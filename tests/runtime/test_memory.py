"""How much of a machine the database of one's own takes."""

import pytest

from doorstep.runtime.memory import MEGABYTE, memory, shares_of


@pytest.mark.parametrize(
    ("gigabytes", "kept", "counted_on"), [(0.125, 64, 192), (2, 512, 1536), (16, 4096, 12288), (256, 4096, 196608)]
)
def test_a_quarter_is_kept_and_never_more_than_four_gigabytes(gigabytes: float, kept: int, counted_on: int) -> None:
    shares = shares_of(int(gigabytes * 1024) * MEGABYTE)
    assert shares == {"shared_buffers": f"{kept}MB", "effective_cache_size": f"{counted_on}MB"}


def test_the_machine_has_some_memory() -> None:
    assert memory() > 256 * MEGABYTE
