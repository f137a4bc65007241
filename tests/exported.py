"""A file that somebody asked for, as the worker makes it and as its reader finds it."""

import csv
import io

from doorstep.tenancy.exporting import write_file
from doorstep.tenancy.models import Work


def finish(work: Work) -> Work:
    write_file.run(str(work.business_id), work_id=str(work.pk))
    return work.fresh()


def lines(work: Work) -> list[dict[str, str]]:
    """Of a CSV, by its headers."""
    with work.file.open("rb") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline="")))
