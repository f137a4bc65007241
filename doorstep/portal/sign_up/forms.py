"""What one types to make an account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.models import User
from doorstep.accounts.passwords import LONGEST, password_fault
from doorstep.clients.models import Invitation
from doorstep.kit.normalise import email_fault


class SignUpForm(forms.Form):
    """Names every mistake at once; `signing_up.begin` would stop at the first."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name, first and last.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Type your e-mail address. The code goes there.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_("At least 10 characters. A short sentence is good."),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if fault := email_fault(typed):
            raise ValidationError(fault)
        return typed

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        told = self.cleaned_data
        if fault := password_fault(typed, User(name=told.get("name", ""), email=told.get("email", ""))):
            raise ValidationError(fault)
        return typed

    @staticmethod
    def filled_for(invitation: Invitation | None) -> dict[str, str]:
        return {"name": invitation.lead.name, "email": invitation.lead.email} if invitation else {}
