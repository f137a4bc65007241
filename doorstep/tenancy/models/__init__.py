"""The business (the tenant), its profile, the base of all that belongs to it, and work that a person can watch."""

from doorstep.tenancy.models.business import Business
from doorstep.tenancy.models.profile import BusinessProfile, Pack
from doorstep.tenancy.models.tenant import TenantManager, TenantModel, TenantQuerySet
from doorstep.tenancy.models.work import FILES_LAST, Work, WorkState

__all__ = [
    "FILES_LAST",
    "Business",
    "BusinessProfile",
    "Pack",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
    "Work",
    "WorkState",
]
