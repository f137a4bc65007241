from uuid import UUID

from doorstep.mail.delivery import attempt
from doorstep.tenancy import scope
from doorstep.tenancy.jobs import job_in_steps


@job_in_steps
def deliver(business_id: UUID, message_id: str) -> None:
    pause = attempt(business_id, UUID(message_id))
    if pause:
        with scope(business_id):
            deliver.later(message_id=message_id, in_seconds=pause)
