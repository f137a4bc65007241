"""Leads: people that one team is working."""

from doorstep.leads.models.arrival import Arrival
from doorstep.leads.models.bulk_change import BulkChange
from doorstep.leads.models.lead import Lead
from doorstep.leads.models.options import Field, LeadType, Status
from doorstep.leads.models.tag import LeadTag, Tag

__all__ = ["Arrival", "BulkChange", "Field", "Lead", "LeadTag", "LeadType", "Status", "Tag"]
