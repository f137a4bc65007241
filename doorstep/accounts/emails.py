"""The mails about getting in. None of them can be left: they are a person's own business."""

from django.utils.translation import gettext_lazy as _

from doorstep.mail.kinds import MailKind

SIGN_IN_CODE = MailKind(
    "sign_in_code",
    _("Code to sign in"),
    subject=_("{{ code }} is your code for {{ business }}"),
    body=_(
        "# {{ code }}\n\n"
        "Hello {{ name }}, this is your code to sign in to {{ business }}. It works for 15 minutes, once.\n\n"
        "You did not ask for it? Then somebody typed your address; without the code they cannot come in."
        " Give it to nobody, not even to people from {{ business }}."
    ),
    placeholders={"code": "418205"},
    secret=frozenset({"code"}),
    reason=_("You get this because somebody asked for a code with your address."),
    is_awaited=True,
)
NO_ACCOUNT = MailKind(
    "no_account",
    _("No account with this address"),
    subject=_("You asked to sign in to {{ business }}"),
    body=_(
        "# No account with this address\n\n"
        "Somebody, probably you, wanted to sign in to {{ business }} with this address. There is no account with it."
        " If you have one, it goes by another address.\n\n"
        "It was not you? Then there is nothing to do."
    ),
    placeholders={},
    reason=_("You get this because somebody typed your address."),
    is_awaited=True,
)
GO_ON = MailKind(
    "go_on",
    _("Link to go on after many e-mails"),
    subject=_("Go on at {{ business }}"),
    body=_(
        "# Go on with this button\n\n"
        "Somebody, perhaps you, asked for several e-mails to this address. So that nobody can keep you out that way,"
        " press this button on the device on which you want to come in. It works for one day.\n\n"
        "{{ button }}\n\n"
        "It was not you? Then you need do nothing: without this e-mail nobody gets any further."
    ),
    action=_("Go on"),
    placeholders={},
    reason=_("You get this because somebody asked for several e-mails with your address."),
    is_awaited=True,
)
NEW_PASSWORD = MailKind(
    "new_password",
    _("Link for a new password"),
    subject=_("Choose a new password for {{ business }}"),
    body=_(
        "# Choose a new password\n\n"
        "Hello {{ name }}, with this button you choose a new password for {{ business }}."
        " It works for 60 minutes, once, and signs you out everywhere.\n\n"
        "{{ button }}\n\n"
        "You did not ask for it? Then your password stays as it is."
    ),
    action=_("Choose a new password"),
    placeholders={},
    reason=_("You get this because somebody asked for a new password with your address."),
    is_awaited=True,
)
FIRST_PASSWORD = MailKind(
    "first_password",
    _("Link for the first password"),
    subject=_("{{ by }} made you an account at {{ business }}"),
    body=_(
        "# Welcome to {{ business }}\n\n"
        "Hello {{ name }}, {{ by }} made an account for you. Choose a password and come in."
        " The button works for three days, once.\n\n"
        "{{ button }}\n\n"
        "You sign in with this e-mail address."
    ),
    action=_("Choose a password"),
    placeholders={"by": "Ann Reyes"},
    reason=_("You get this because {{ by }} made you an account."),
)
PASSWORD_CHANGED = MailKind(
    "password_changed",
    _("The password was changed"),
    subject=_("Your password for {{ business }} was changed"),
    body=_(
        "# Your password was changed\n\n"
        "Hello {{ name }}, your password for {{ business }} is a new one now, and every device was signed out.\n\n"
        "It was not you? Choose a new one at once with “Forgot it?” on the sign-in page, and tell {{ business }}."
    ),
    placeholders={},
    reason=_("You get this because the password of your account was changed."),
)
