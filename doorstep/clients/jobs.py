from uuid import UUID

from doorstep.clients.sending_invitations import send_some
from doorstep.tenancy import scope
from doorstep.tenancy.jobs import job_in_steps


@job_in_steps
def send_invitations(business_id: UUID, work_id: str) -> None:
    is_over = False
    while not is_over:
        with scope(business_id):
            is_over = send_some(UUID(work_id))
