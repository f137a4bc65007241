"""What a member writes to a lead, and what she is told herself."""

from django.utils.translation import gettext_lazy as _

from doorstep.mail.kinds import MailKind

NEW_LEADS = "new-leads"  # the list that a member leaves in her profile, or by a click in the mail

PERSONAL = MailKind(
    "personal",
    _("Personal e-mail"),
    subject="{{ subject }}",
    body="{{ text }}",
    reason=_("{{ sender }} of {{ business }} wrote this to you. Answer it, and {{ sender }} will read it."),
    placeholders={
        "subject": "Our call on Tuesday",
        "text": "Good morning Maya,\n\nthank you for your time. Shall we speak again on Tuesday?",
        "sender": "Sam Whitlock",
    },
)
NEW_LEAD = MailKind(
    "new_lead",
    _("New lead, to your own people"),
    subject="{{ headline }}",
    body=_("# {{ headline }}\n\n{{ leads }}\n\n{{ button }}"),
    action=_("Have a look"),
    reason=_("You get this because your profile says so. Switch it off there, or by the link below."),
    placeholders={"headline": "New lead: Maya Okonjo", "leads": "Web form\nSam Whitlock assigned this lead to you."},
)
