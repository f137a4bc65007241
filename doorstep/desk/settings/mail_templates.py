"""The business's own words for each kind of mail: choose, write with placeholders, look at it, try it, go back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.settings.shell import render_form, render_page
from doorstep.kit.normalise import clean_line, clean_text
from doorstep.mail.framing import framed
from doorstep.mail.kinds import MAIL_KINDS, MailKind
from doorstep.mail.models import MailTemplate
from doorstep.mail.outcomes import RESET, REWORDED
from doorstep.mail.wording import Wording
from doorstep.tenancy import current_business_id
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity
from doorstep.ui.optimistic import Change, Optimistic

# What a person may be called; the preview shows that it stays text.
HOSTILE = "[click](http://evil.example) <b>Bold</b> {{ name }}"


class WordingForm(Optimistic, forms.Form):
    """What is missing or unknown is the kind's to say."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200, required=False)
    body = forms.CharField(
        label=gettext_lazy("Words"), max_length=10_000, required=False, strip=False, widget=forms.Textarea
    )

    def __init__(self, kind: MailKind, posted: object = None, *, is_draft: bool = False) -> None:
        now = kind.wording()
        super().__init__(posted, initial={"subject": now.subject, "body": now.body})  # type: ignore[arg-type]
        self.kind, self.is_draft = kind, is_draft

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        told = Activity.objects.about([current_business_id()])
        return told.newest(REWORDED.key, RESET.key, mail=str(self.kind.name))

    @property
    def wording(self) -> Wording:
        """As typed, with its faults."""
        return Wording(clean_line(self.data.get("subject", "")), clean_text(self.data.get("body", "")))

    def clean(self) -> None:
        for field, sentences in self.kind.faults(self.wording).items():
            if field not in self.errors:
                for sentence in sentences:
                    self.add_error(field, sentence)


@desk(house=True)
def index(request: DeskRequest) -> HttpResponse:
    changed = {template.kind: template for template in MailTemplate.objects.all()}
    names = {member.pk: member.user.name for member in Member.objects.select_related("user")}
    return render_page(request, "mail/index", kinds=MAIL_KINDS.values(), changed=changed, names=names)


@desk(house=True)
def edit(request: DeskRequest, key: str) -> HttpResponse:
    kind = _kind_or_404(key)
    if request.method != "POST":
        return _page(request, WordingForm(kind))
    BusinessProfile.held()  # by which those who write mails take turns, the first words of a kind among them
    form = WordingForm(kind, request.POST)
    if not form.is_valid():
        return _page(request, form)
    kind.reword(form.wording, by=request.member)
    messages.success(request, _("Saved. From now on “%s” says this.") % kind.name)
    return redirect("desk:mail-template", key)


@require_POST
@desk(house=True)
def test(request: DeskRequest, key: str) -> HttpResponse:
    """To the member's own address, with samples in place of the values; what was typed stays in the form."""
    kind = _kind_or_404(key)
    form = WordingForm(kind, request.POST, is_draft=True)
    if form.is_valid():
        address = request.member.user.email
        wording = Wording(_("Test: %s") % form.wording.subject, form.wording.body)
        link = request.business.address("/") if kind.action else ""
        kind.send(to=address, name=request.member.user.name, values=kind.placeholders, action_url=link, wording=wording)
        messages.success(request, _("A test is on its way to %s. Nothing was saved.") % address)
    return _page(request, form)


@require_POST
@desk(house=True)
def reset(request: DeskRequest, key: str) -> HttpResponse:
    kind = _kind_or_404(key)
    BusinessProfile.held()
    if WordingForm(kind, request.POST).is_stale:
        messages.warning(request, _("Somebody changed these words meanwhile. Read them before you go back to ours."))
        return redirect("desk:mail-template", key)
    kind.reset(by=request.member)
    messages.success(request, _("“%s” says what it said at first.") % kind.name)
    return redirect("desk:mail-template", key)


@require_POST
@desk(house=True)
def faults(request: DeskRequest, key: str) -> HttpResponse:
    """While typing: what stands below the one field that htmx asks about."""
    form = WordingForm(_kind_or_404(key), request.POST, is_draft=True)
    field = request.headers.get("HX-Trigger-Name", "")
    return render(request, "desk/settings/mail/faults.html", {"errors": form.errors.get(field, [])})


@require_POST
@desk(house=True)
def preview(request: DeskRequest, key: str) -> HttpResponse:
    """The mail as typed, for the frame beside the form; changes nothing."""
    kind = _kind_or_404(key)
    values = dict.fromkeys(kind.placeholders, HOSTILE) if request.POST.get("sample") == "hostile" else kind.placeholders
    letter = kind.letter(
        request.profile,
        WordingForm(kind, request.POST, is_draft=True).wording,
        kind.known(request.profile, values),
        action_url=request.business.address("/join/sample/") if kind.action else "",
        leave_url="",
    )
    if request.POST.get("as") == "text":
        return framed(f"<head></head><pre>{escape(letter.subject)}\n\n{escape(letter.text)}</pre>")
    return framed(letter.html)


def _kind_or_404(key: str) -> MailKind:
    if key not in MAIL_KINDS:
        raise Http404
    return MAIL_KINDS[key]


def _page(request: DeskRequest, form: WordingForm) -> HttpResponse:
    kind = form.kind
    changed = MailTemplate.objects.filter(kind=kind.key).exists()
    samples = {"business": request.business.name, **kind.placeholders}
    return render_form(request, "mail/edit", form, kind=kind, changed=changed, samples=samples)
