from uuid import UUID

from doorstep.importing import running, undoing
from doorstep.tenancy.jobs import job_in_steps


@job_in_steps
def check_import(business_id: UUID, import_id: str) -> None:
    running.check_rows(business_id, UUID(import_id))


@job_in_steps
def run_import(business_id: UUID, import_id: str) -> None:
    running.write_rows(business_id, UUID(import_id))


@job_in_steps
def undo_import(business_id: UUID, import_id: str) -> None:
    undoing.undo_rows(business_id, UUID(import_id))
