from uuid import UUID

from doorstep.leads import bulk_steps, telling
from doorstep.tenancy.jobs import job, job_in_steps
from doorstep.tenancy.steps import do_in_steps


@job_in_steps
def run_bulk(business_id: UUID, work_id: str) -> None:
    do_in_steps(business_id, UUID(work_id), bulk_steps.step)


@job
def tell_of_arrivals(arrival_id: str) -> None:
    telling.tell(UUID(arrival_id))
