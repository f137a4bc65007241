"""What a key may do with leads."""

from django.utils.translation import gettext_lazy as _

from doorstep.accounts.scopes import declare_scope
from doorstep.api.keys import Key

READ_LEADS = declare_scope("leads:read", _("Read leads"))
WRITE_LEADS = declare_scope("leads:write", _("Create and change leads"))
READS = Key(READ_LEADS)
WRITES = Key(WRITE_LEADS)
