"""What can happen between a lead and the portal, as the timeline tells it."""

from django.utils.translation import gettext_lazy as _

from doorstep.timeline.kinds import Kind

INVITED = Kind(
    "lead.invited", _("{actor} sent the registration e-mail as {client_type}"), icon="mail",
    portal_sentence=_("{actor} invited you to open an account"),
)  # fmt: skip
INVITED_TO_LINK = Kind(  # nobody sends it now; timelines of before tell of it
    "lead.invited_to_link", _("{actor} sent the invitation to link an external account"), icon="link",
    portal_sentence=_("{actor} invited you to show us an account you have elsewhere"),
)  # fmt: skip
ASKED_FOR_A_LINK = Kind(
    "lead.asked_for_a_link",
    _("Asked for a new link and got one"),
    icon="mail",
    portal_sentence=_("You asked for a new link"),
)
REVOKED = Kind("lead.invitation_revoked", _("{actor} revoked the link sent on {sent}"), icon="link-2-off")
REGISTERED = Kind(
    "lead.registered", _("Registered as {client_type}"), icon="user-check", portal_sentence=_("You made your account")
)
ACCOUNT_CREATED = Kind(
    "lead.account_created", _("{actor} created the portal account {client} as {client_type}"), icon="user-plus",
    portal_sentence=_("{actor} made your account"),
)  # fmt: skip
MATCHED = Kind("lead.matched", _("Matched to client {client} by the e-mail address"), icon="user-check")
JOINED = Kind(
    "lead.joined", _("Came by the link, signed in as client {client}"), icon="user-check",
    portal_sentence=_("You answered our invitation"),
)  # fmt: skip
BOUND = Kind("lead.bound", _("{actor} bound this lead to client {client}"), icon="link")
UNBOUND = Kind("lead.unbound", _("{actor} undid the binding to client {client}: {reason}"), icon="link-2-off")
RELEASED = Kind("client.released", _("{actor} undid the binding of the lead {lead}: {reason}"), icon="link-2-off")
CHANGED_DETAILS = Kind("client.changed_details", _("{actor} changed {fields}"), icon="pencil")
CHANGED_PASSWORD = Kind(
    "client.changed_password",
    _("{actor} changed the password"),
    icon="key-round",
    portal_sentence=_("You changed your password"),
)
