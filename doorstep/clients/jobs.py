from uuid import UUID

from doorstep.clients import columns
from doorstep.clients.sending_invitations import send_some
from doorstep.tenancy import scope
from doorstep.tenancy.exporting import write_file
from doorstep.tenancy.jobs import job_in_steps


@job_in_steps
def send_invitations(business_id: UUID, work_id: str) -> None:
    is_over = False
    while not is_over:
        with scope(business_id):
            is_over = send_some(UUID(work_id))


@job_in_steps
def run_clients_export(business_id: UUID, work_id: str) -> None:
    write_file(business_id, UUID(work_id), columns.of_clients)


@job_in_steps
def run_invitations_export(business_id: UUID, work_id: str) -> None:
    write_file(business_id, UUID(work_id), columns.of_invitations)
