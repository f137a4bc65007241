"""What this machine has, and how much of it a database may take."""

import os
from pathlib import Path

MEGABYTE = 2**20
LIMIT_OF_A_CONTAINER = Path("/sys/fs/cgroup/memory.max")  # "max" where there is none


def memory() -> int:
    """Bytes that this process and its like may use together."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = LIMIT_OF_A_CONTAINER.read_text().strip() if LIMIT_OF_A_CONTAINER.exists() else "max"
    return min(machine, int(limit)) if limit.isdigit() else machine


def shares_of(available: int) -> dict[str, str]:
    """A quarter to keep pages in, as PostgreSQL advises, and three to count on with what the system keeps of files.

    Only what is used is taken, so that a small database stays small on a large machine.
    """
    quarter = available // 4 // MEGABYTE
    kept = min(max(quarter, 64), 4096)
    return {"shared_buffers": f"{kept}MB", "effective_cache_size": f"{max(3 * quarter, 192)}MB"}
