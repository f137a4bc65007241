"""What the three exits ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import ClientType
from doorstep.kit.normalise import email_fault
from doorstep.leads.models import Lead


class InvitationForm(forms.Form):
    client_type = forms.ChoiceField(label=_("Client type"), widget=forms.RadioSelect)

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        types = ClientType.objects.choices()
        self.fields["client_type"].choices = types  # type: ignore[attr-defined]
        self.fields["client_type"].initial = next(iter(dict(types)), "")

    @property
    def chosen_type(self) -> ClientType:
        return ClientType.objects.get(pk=self.cleaned_data["client_type"])


class AccountForm(InvitationForm):
    """Filled from the lead; the member corrects it before the account is made."""

    name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Type the person's name.")}
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput,
        help_text=_("The user name. The link to choose a password goes there."),
        error_messages={"required": _("Type the e-mail address: it is the user name.")},
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if fault := email_fault(typed):
            raise forms.ValidationError(fault)
        return typed

    @property
    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone")}

    @staticmethod
    def filled_from(lead: Lead) -> dict[str, str]:
        return {"name": lead.name, "email": lead.email, "phone": lead.phone}


class UnbindingForm(forms.Form):
    because = forms.CharField(
        label=_("Why is it undone?"),
        max_length=300,
        help_text=_("Stands on both timelines."),
        error_messages={"required": _("Say why the binding is undone. It stands on the timeline.")},
    )
