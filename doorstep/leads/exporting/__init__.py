"""The lists of this package as files: leads, deleted leads, and what leads can be chosen from."""

from doorstep.leads.exporting.leads import deleted_leads_export, leads_export, one_as_csv
from doorstep.leads.exporting.options import fields_export, lead_types_export, statuses_export

__all__ = [
    "deleted_leads_export",
    "fields_export",
    "lead_types_export",
    "leads_export",
    "one_as_csv",
    "statuses_export",
]
