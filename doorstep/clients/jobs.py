from uuid import UUID

from doorstep.clients import sending_invitations
from doorstep.tenancy.jobs import job_in_steps
from doorstep.tenancy.steps import do_in_steps


@job_in_steps
def send_invitations(business_id: UUID, work_id: str) -> None:
    do_in_steps(business_id, UUID(work_id), sending_invitations.step)
