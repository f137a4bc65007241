"""What the conversion of leads brings to the desk."""

from collections.abc import Iterator

from doorstep.desk.conversion.panel import ConversionPanel
from doorstep.desk.registries import LeadPage, Panel, lead_panels


@lead_panels.at(10)
def conversion(page: LeadPage) -> Iterator[Panel]:
    panel = ConversionPanel(page.lead, page.request.member)
    if panel.is_shown:
        yield Panel("conversion", "desk/conversion/panel.html", {"conversion": panel})
