"""What each bulk action asks for, says before it happens, and does."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member
from doorstep.clients.inviting_many import invite_many
from doorstep.clients.models import ClientType
from doorstep.desk.exports.pages import MADE_IN_THE_BACKGROUND, FileForm
from doorstep.kit.normalise import clean_line
from doorstep.leads.bulk import assign_many, delete_many, tag_many
from doorstep.leads.choices import Choices
from doorstep.leads.chosen import Chosen
from doorstep.leads.exporting import leads_export
from doorstep.leads.lists.counting import AT_MOST
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead, Tag
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import Work

NAMED_AT_MOST = 100
Sentences = list[tuple[str, str | Promise]]


class BulkActionForm(forms.Form):
    """Every form carries `confirm`, so that one without questions of its own is bound too."""

    action = ""
    title: str | Promise = ""
    button: str | Promise = ""
    is_dangerous = False
    outcome: Sentences = []
    confirm = forms.CharField(initial="yes", widget=forms.HiddenInput)

    def __init__(self, member: Member, typed: object = None) -> None:
        super().__init__(typed, auto_id="bulk-%s")  # type: ignore[arg-type]
        self.member = member
        self.prepare()

    @staticmethod
    def is_offered_to(_member: Member) -> bool:
        return True

    def prepare(self) -> None:
        """Fills the choices."""

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        raise NotImplementedError

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "confirm"]


class Invite(BulkActionForm):
    action = "invite"
    title = gettext_lazy("Send registration e-mails")
    button = gettext_lazy("Send registration e-mails")
    outcome = [
        ("mail", gettext_lazy("Each of them gets a mail with a fresh personal link. Links sent before keep working.")),
        (
            "shield-check",
            gettext_lazy("Who has registered already, or has no e-mail address, gets none; you will see who."),
        ),
        ("undo-2", gettext_lazy("A mail that is out cannot be called back.")),
    ]
    client_type = forms.ChoiceField(label=gettext_lazy("They register as"), widget=forms.RadioSelect)

    @staticmethod
    def is_offered_to(member: Member) -> bool:
        """A buyer's leads do not become clients of the house."""
        return bool(member.team.is_house)

    def prepare(self) -> None:
        types = [(str(one.pk), one.name) for one in ClientType.objects.filter(is_retired=False)]
        self.fields["client_type"].choices = types  # type: ignore[attr-defined]
        self.fields["client_type"].initial = types[0][0] if types else None

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        lead_ids = chosen.lead_ids or _ids_of(chosen, by)
        return invite_many(by, lead_ids, ClientType.objects.get_or_404(self.cleaned_data["client_type"]))


class Assign(BulkActionForm):
    action = "assign"
    title = gettext_lazy("Assign leads")
    button = gettext_lazy("Assign leads")
    outcome = [("undo-2", gettext_lazy("You can undo this when it is done."))]
    member_id = forms.ChoiceField(label=gettext_lazy("Assign to"), required=False)

    def prepare(self) -> None:
        choices = Choices.of(self.member)
        people = [(str(pk), name) for pk, name in choices.offered(choices.colleagues)]
        self.fields["member_id"].choices = [*people, ("", _("Nobody: back into the pool"))]  # type: ignore[attr-defined]
        self.fields["member_id"].initial = str(self.member.pk)

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        member_id = self.cleaned_data["member_id"]
        member = Member.objects.visible_to(by).select_related("user").get_or_404(member_id) if member_id else None
        return assign_many(chosen, member, by=by)


class PutTag(BulkActionForm):
    action = "tag"
    title = gettext_lazy("Tag leads")
    button = gettext_lazy("Add tag")
    outcome = [("undo-2", gettext_lazy("You can undo this when it is done."))]
    tag = forms.CharField(
        label=gettext_lazy("Tag"), max_length=60, help_text=gettext_lazy("One you have, or a new one.")
    )

    def prepare(self) -> None:
        self.known_tags = list(Tag.objects.visible_to(self.member).values_list("name", flat=True)[:200])
        self.fields["tag"].widget.attrs |= {"list": "known-tags", "autocomplete": "off", "dir": "auto"}

    def clean_tag(self) -> str:
        typed = clean_line(self.cleaned_data["tag"])
        if not typed:
            raise forms.ValidationError(_("Type a name."))
        return typed

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        return tag_many(chosen, Tag.objects.named(self.cleaned_data["tag"], team_id=by.team_id), by=by)


class Export(BulkActionForm, FileForm):
    action = "export"
    title = gettext_lazy("Export leads")
    button = gettext_lazy("Export leads")
    outcome = [MADE_IN_THE_BACKGROUND]

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        file_format, back = Format(self.cleaned_data["file_format"]), reverse("desk:leads", query=chosen.query)
        again = _dialog(self.action, chosen)
        return leads_export.ask(file_format, by=by, back=back, again=again, **chosen.arguments)


class Delete(BulkActionForm):
    action = "delete"
    title = gettext_lazy("Delete leads")
    button = gettext_lazy("Delete leads")
    is_dangerous = True
    outcome = [
        ("shield-check", gettext_lazy("Who has registered as a client stays.")),
        ("undo-2", gettext_lazy("You can undo this when it is done; an admin can restore each lead later.")),
    ]

    def do(self, chosen: Chosen, *, by: Member) -> Work:
        return delete_many(chosen, by=by)


ACTS: dict[str, type[BulkActionForm]] = {act.action: act for act in (Invite, Assign, PutTag, Export, Delete)}


def _dialog(action: str, chosen: Chosen) -> str:
    """Its address, as the list asks for it; '' for more leads than an address can name."""
    if len(chosen.lead_ids) > NAMED_AT_MOST:
        return ""
    query = (
        {"lead": chosen.lead_ids} if chosen.lead_ids else {"all": "on", "match": urlencode(chosen.query, doseq=True)}
    )
    return reverse("desk:bulk", kwargs={"action": action}, query=query)


def _ids_of(chosen: Chosen, by: Member) -> list[UUID]:
    """Invitations are counted lead by lead: ten thousand at once are enough."""
    found = LeadFilters.read(chosen.query).apply(Lead.objects.all(), by)
    return list(found.order_by("-received_at").values_list("pk", flat=True)[:AT_MOST])
