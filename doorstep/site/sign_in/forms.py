"""What one types to come in. An address that cannot be one is named; all else is said the same for everybody."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.models import User
from doorstep.accounts.passwords import LONGEST, password_fault
from doorstep.kit.normalise import email_fault, email_key


class AddressForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Type your e-mail address.")},
    )
    remember = forms.BooleanField(label=_("Keep me signed in on this device"), required=False)

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if email_key(typed) is None:
            raise ValidationError(email_fault(typed))
        return typed


class SignInForm(AddressForm):
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )


class NewPasswordForm(forms.Form):
    """`account` is asked for where an address has several."""

    account = forms.ChoiceField(label=_("For which account?"), required=False, widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A short sentence is good."),
        error_messages={"required": _("Type a password.")},
    )

    def __init__(self, accounts: list[User], posted: object = None) -> None:
        super().__init__(posted)  # type: ignore[arg-type]
        self.accounts = accounts
        if len(accounts) > 1:
            self.fields["account"].choices = [(str(user.pk), described(user)) for user in accounts]  # type: ignore[attr-defined]
            self.fields["account"].required = True
        else:
            del self.fields["account"]

    @property
    def user(self) -> User:
        chosen = self.cleaned_data.get("account", "")
        return next((user for user in self.accounts if str(user.pk) == chosen), self.accounts[0])

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        fault = password_fault(typed, self.user)
        if fault:
            raise ValidationError(fault)
        return typed


def described(user: User) -> str:
    """An account among others of the same address: whose it is, and how it is known here."""
    client, member = user.clients.first(), user.members.select_related("team").first()
    known_as = client.client_number if client else member.team.name if member else user.email
    return f"{user.name}, {known_as}"
