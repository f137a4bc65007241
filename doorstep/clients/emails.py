"""The mails between a lead and the portal. A business may change the words; the links and codes stay."""

from django.utils.translation import gettext_lazy as _

from doorstep.mail.kinds import MailKind

INVITATIONS = "invitations"  # the list that a person leaves by “Do not write to me again”

REGISTRATION = MailKind(
    "registration",
    _("Registration e-mail"),
    subject=_("Open your account with {{ business }}"),
    body=_(
        "# Open your account, {{ first_name }}\n\n"
        "Here is your personal link to open your account as **{{ client_type }}**. It takes about two minutes: your"
        " name, your e-mail, a password and a code.\n\n"
        "{{ button }}\n\n"
        "The link works until **{{ works_until }}**. After that it offers you a new one.\n\n"
        "Questions? Answer this e-mail, {{ sender }} will read it."
    ),
    action=_("Open my account"),
    reason=_("You get this because {{ sender }} of {{ business }} invited you."),
    placeholders={
        "first_name": "Maya",
        "client_type": "Trader",
        "works_until": "26 Nov 2026, 11:58",
        "sender": "Sam Whitlock",
    },
)
CHOOSE_A_PASSWORD = MailKind(
    "choose_a_password",
    _("Account made: choose a password"),
    subject=_("Your account with {{ business }} is ready"),
    body=_(
        "# Your account is ready, {{ first_name }}\n\n"
        "{{ sender }} made an account for you. Your client number is **{{ client_number }}**, and you sign in with this"
        " e-mail address. One thing is left: choose a password.\n\n"
        "{{ button }}\n\n"
        "The link works until **{{ works_until }}**. After that you can ask for a new one where you sign in."
    ),
    action=_("Choose my password"),
    reason=_("You get this because {{ sender }} of {{ business }} made an account for you."),
    placeholders={
        "first_name": "Maya",
        "client_number": "C-10418",
        "works_until": "26 Nov 2026, 11:58",
        "sender": "Sam Whitlock",
    },
)
CONFIRMATION_CODE = MailKind(
    "confirmation_code",
    _("Confirmation code"),
    subject=_("{{ code }} is your code for {{ business }}"),
    body=_(
        "# {{ code }}\n\n"
        "Type these six digits where you began to make your account. They work for 15 minutes.\n\n"
        "You did not ask for a code? Then somebody typed your address by mistake, and you need do nothing. Nobody from"
        " {{ business }} will ever ask you for this code."
    ),
    reason=_("You get this because somebody began to make an account with this address."),
    placeholders={"code": "418203"},
    secret=frozenset({"code"}),
    is_awaited=True,
)
ALREADY_HERE = MailKind(
    "already_here",
    _("Sign-up with an address that has an account"),
    subject=_("You already have an account with {{ business }}"),
    body=_(
        "# You already have an account\n\n"
        "Somebody, most likely you, just began to make an account with this address. There is one already, so no code"
        " was sent. Sign in with it; where you sign in you can also choose a new password.\n\n"
        "{{ button }}\n\n"
        "It was not you? Then you need do nothing: nothing was changed."
    ),
    action=_("Sign in"),
    reason=_("You get this because somebody began to make an account with this address."),
    placeholders={},
    is_awaited=True,
)
