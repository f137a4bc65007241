from uuid import UUID

from doorstep.leads import telling
from doorstep.tenancy.jobs import job


@job
def tell_of_arrivals(arrival_id: str) -> None:
    telling.tell(UUID(arrival_id))
