"""The request as a view of a business sees it, for the type checker and the reader."""

from django.http import HttpRequest

from doorstep.tenancy.models import Business, BusinessProfile


class BusinessRequest(HttpRequest):
    """Set by `BusinessByHost`."""

    business: Business
    profile: BusinessProfile
    was_refused: bool
