"""A file that somebody asked for, as the worker makes it and as its reader finds it."""

import csv
import io

from doorstep.tenancy.models import Work
from doorstep.tenancy.work import run_work


def finish(work: Work) -> Work:
    run_work.run(str(work.business_id), work_id=str(work.pk))
    return work.fresh()


def lines(work: Work) -> list[dict[str, str]]:
    """Of a CSV, by its headers."""
    with work.file.open("rb") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline="")))
