"""What runs in a worker."""

from uuid import UUID

from doorstep.leads.importing import running, undoing
from doorstep.tenancy.jobs import job_in_steps


@job_in_steps
def check(business_id: UUID, import_id: str) -> None:
    running.check_rows(business_id, UUID(import_id))


@job_in_steps
def write(business_id: UUID, import_id: str) -> None:
    running.write_rows(business_id, UUID(import_id))


@job_in_steps
def undo(business_id: UUID, import_id: str) -> None:
    undoing.undo_rows(business_id, UUID(import_id))
