"""What can happen to a member, as the team's record tells it."""

from django.utils.translation import gettext_lazy as _

from doorstep.timeline.kinds import Kind

MEMBER_ADDED = Kind("member.added", _("{actor} added {member}"), icon="user-plus")
MEMBER_MOVED = Kind("member.moved", _("{actor} put {member} below {manager}"), icon="network")
ADMIN_GIVEN = Kind("member.admin_given", _("{actor} made {member} an admin"), icon="shield-check")
ADMIN_TAKEN = Kind("member.admin_taken", _("{actor} took admin access from {member}"), icon="shield-off")
DOWNLINE_SHOWN = Kind("member.downline_shown", _("{actor} let {member} see the downline"), icon="eye")
DOWNLINE_HIDDEN = Kind("member.downline_hidden", _("{actor} hid the downline from {member}"), icon="eye-off")
MEMBER_DISABLED = Kind("member.disabled", _("{actor} disabled {member}"), icon="user-x")
MEMBER_ENABLED = Kind("member.enabled", _("{actor} enabled {member}"), icon="user-check")
PASSWORD_CHOSEN = Kind("user.password_chosen", _("Chose a password by the link in the e-mail"), icon="key-round")
KEY_MADE = Kind("key.made", _("{actor} made the API key {key}"), icon="key-round")
KEY_REVOKED = Kind("key.revoked", _("{actor} revoked the API key {key}"), icon="key-round")
