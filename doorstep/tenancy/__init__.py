"""Everything belongs to one business. Three walls keep it so: manager, row-level security, same-business keys."""

from doorstep.tenancy.jobs import Job, job
from doorstep.tenancy.keys import SameBusinessKey
from doorstep.tenancy.scoping import NoBusiness, current_business_id, scope

__all__ = ["Job", "NoBusiness", "SameBusinessKey", "current_business_id", "job", "scope"]
