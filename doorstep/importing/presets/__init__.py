"""Programs whose exports are recognised by their headers. A suggestion: every column can be sent elsewhere."""

from doorstep.importing.presets.agents import FOLLOW_UP_BOSS, ORO, PIPEDRIVE
from doorstep.importing.presets.generic import OTHER, OWN
from doorstep.importing.presets.mailboxes import GOOGLE, OUTLOOK
from doorstep.importing.presets.preset import PRESETS, ImportPreset, recognise, register, suggest
from doorstep.importing.presets.sales import HUBSPOT, SALESFORCE, WEALTHBOX

for preset in (OWN, WEALTHBOX, HUBSPOT, SALESFORCE, GOOGLE, OUTLOOK, FOLLOW_UP_BOSS, PIPEDRIVE, ORO, OTHER):
    register(preset)

__all__ = ["OTHER", "OWN", "PRESETS", "ImportPreset", "recognise", "register", "suggest"]
