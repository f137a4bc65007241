"""What is nobody's mistake waits; what is ours is tried eight times. No file stays without its row."""

import errno
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from procrastinate.jobs import Job

from doorstep.accounts.business import set_logo
from doorstep.kit.whole_files import WholeFiles
from doorstep.tenancy.files import drop_unnamed_files
from doorstep.tenancy.jobs import LONGEST_WAIT_FOR_THE_GROUND, RETRY
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.tenancy.outage import Outage, outage_of

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0"


def said(kind: type[DatabaseError | InterfaceError], cause: Exception | None) -> Exception:
    fault = kind("…")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "outage"),
    [
        (said(OperationalError, psycopg.OperationalError("no answer")), Outage.AWAY),
        (said(InterfaceError, psycopg.InterfaceError("the connection is closed")), Outage.AWAY),
        (said(OperationalError, psycopg.errors.AdminShutdown()), Outage.AWAY),
        (said(OperationalError, psycopg.errors.TooManyConnections()), Outage.AWAY),
        (said(DatabaseError, psycopg.errors.ReadOnlySqlTransaction()), Outage.READ_ONLY),
        (said(OperationalError, psycopg.errors.DiskFull()), Outage.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Outage.FULL),
        (OSError(errno.EROFS, "Read-only file system"), Outage.READ_ONLY),
        (said(OperationalError, psycopg.errors.QueryCanceled()), None),
        (said(DatabaseError, psycopg.errors.UniqueViolation()), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("ours"), None),
        (None, None),
    ],
)
def test_an_outage_is_told_from_a_fault_of_ours(fault: BaseException | None, outage: Outage | None) -> None:
    assert outage_of(fault) == outage


def test_a_job_outwaits_an_outage_and_gives_up_on_a_fault_of_ours() -> None:
    old = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="any", attempts=500)
    decision = RETRY.get_retry_decision(exception=OSError(errno.ENOSPC, "full"), job=old)
    assert decision is not None
    assert decision.retry_at is not None
    assert decision.retry_at - timezone.now() <= timedelta(seconds=LONGEST_WAIT_FOR_THE_GROUND)
    assert RETRY.get_retry_decision(exception=ValueError("ours"), job=old) is None


def test_a_file_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    class Torn(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"the first half"
            raise OSError(errno.ENOSPC, "No space left on device")

    storage = WholeFiles(location=tmp_path)
    with pytest.raises(OSError, match="No space left"):
        storage.save("imports/list.csv", Torn(b""))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_without_a_row_go_after_a_day_and_those_with_one_stay(at_fennmoor: Business) -> None:
    set_logo(PNG, by=None)
    logo = str(BusinessProfile.objects.get().logo)
    forgotten, fresh = (default_storage.save(f"imports/{name}.table", ContentFile(b"x")) for name in ("old", "new"))
    before = (timezone.now() - timedelta(days=2)).timestamp()
    for name in (logo, forgotten):
        os.utime(default_storage.path(name), (before, before))
    drop_unnamed_files()
    assert [default_storage.exists(name) for name in (logo, forgotten, fresh)] == [True, False, True]
    default_storage.delete(fresh)
