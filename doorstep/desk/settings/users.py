"""The users of a team: a tree of who stands below whom, with their switches."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.kinds import (
    ADMIN_GIVEN,
    ADMIN_TAKEN,
    DOWNLINE_HIDDEN,
    DOWNLINE_SHOWN,
    MEMBER_DISABLED,
    MEMBER_ENABLED,
    MEMBER_MOVED,
)
from doorstep.accounts.members import add_member
from doorstep.accounts.models import ApiKey, Member, PasswordLink, Session
from doorstep.accounts.models.member import AFTER_EVERY_STEP, STEP, MemberQuerySet
from doorstep.accounts.passwords import send_set_password_link
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.once import once
from doorstep.desk.settings.shell import render_form, render_page
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import email_fault, email_key
from doorstep.leads.lists.counting import AT_MOST, capped_counts
from doorstep.leads.models import Lead
from doorstep.timeline.models import Activity
from doorstep.ui.answers import refusals_on
from doorstep.ui.optimistic import Change, Optimistic
from doorstep.ui.toasts import toast
from doorstep.ui.words import number


@dataclass(frozen=True)
class UserRow:
    """A row of the tree."""

    member: Member
    level: int
    leads: str
    seen_at: datetime | None
    invited_at: datetime | None


class UserForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the person's name.")},
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput,
        error_messages={"required": gettext_lazy("Type the e-mail address: it is the user name.")},
    )
    manager: "forms.ModelChoiceField[Member]" = forms.ModelChoiceField(
        None,  # filled for each request: it belongs to a team
        label=gettext_lazy("Manager"),
        required=False,
        empty_label=gettext_lazy("Nobody, at the top"),
    )
    is_admin = forms.BooleanField(
        label=gettext_lazy("Admin access"),
        required=False,
        help_text=gettext_lazy("Every area, every lead, every setting. Includes the downline."),
    )
    view_downline = forms.BooleanField(
        label=gettext_lazy("View downline"),
        required=False,
        help_text=gettext_lazy("Sees the leads of everyone who stands below, at any depth."),
    )
    is_enabled = forms.BooleanField(
        label=gettext_lazy("Enabled"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "May sign in. When you switch it off, sessions end at once and leads stay where they are."
        ),
    )

    def __init__(self, asker: Member, posted: object = None, now: dict[str, object] | None = None) -> None:
        super().__init__(posted, initial=now or {"is_enabled": True, "manager": asker.pk})  # type: ignore[arg-type]
        colleagues = Member.objects.visible_to(asker).select_related("user").order_by("user__name")
        self.fields["manager"].queryset = colleagues  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if email_key(typed) is None:
            raise forms.ValidationError(email_fault(typed))
        return typed


class ChangedUserForm(Optimistic, UserForm):
    TOLD: ClassVar = {
        "manager": [MEMBER_MOVED.key],
        "is_admin": [ADMIN_GIVEN.key, ADMIN_TAKEN.key],
        "view_downline": [DOWNLINE_SHOWN.key, DOWNLINE_HIDDEN.key],
        "is_enabled": [MEMBER_ENABLED.key, MEMBER_DISABLED.key],
    }

    def __init__(self, asker: Member, member: Member, posted: object = None) -> None:
        super().__init__(asker, posted, _as_it_is(member))
        self.member = member
        del self.fields["name"], self.fields["email"]

    def last_change(self, name: str) -> Change | None:
        return Activity.objects.about([self.member.pk]).newest(*self.TOLD[name])


@desk(admin=True)
def users(request: DeskRequest) -> HttpResponse:
    return render_page(request, "users", seats=_seats(request, Member.objects.visible_to(request.member)))


@desk(admin=True)
@once()
def new_user(request: DeskRequest) -> HttpResponse:
    form = UserForm(request.member, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            with transaction.atomic():
                member = add_member(request.member.team, by=request.member, **form.cleaned_data)
            toast(
                request, _("%(member)s is a user now. A link to choose a password is on its way.") % {"member": member}
            )
            return redirect("desk:users")
    return render_form(request, "user_new", form)


@desk(admin=True)
def user(request: DeskRequest, pk: UUID) -> HttpResponse:
    if request.method == "POST":
        request.member.team.hold()  # by which the verbs of its members take turns
    member = _member(request, pk)
    form = ChangedUserForm(request.member, member, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            with transaction.atomic():
                _apply(member, by=request.member, **form.cleaned_data)
            toast(request, _("%(member)s is saved.") % {"member": member})
            _tell_of_keys(request, member, was_enabled=form.initial["is_enabled"])
            return redirect("desk:users")
    return render_form(request, "user", form, member=member, keys=_living_keys(member))


@require_POST
@desk(admin=True)
def switch(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One switch of the tree. The answer is the row as it is now, whether it was turned or refused."""
    member, status = _member(request, pk), 200
    turns = {
        "is_admin": (member.unmake_admin, member.make_admin),
        "view_downline": (member.hide_downline, member.show_downline),
        "is_enabled": (member.disable, member.enable),
    }
    name, was_enabled = request.POST.get("switch", ""), member.is_enabled
    try:
        with transaction.atomic():
            if name in turns:
                turns[name][request.POST.get("on") == "true"](by=request.member)
    except NotAllowed as refusal:
        messages.error(request, refusal.sentence)
        status = 422
    _tell_of_keys(request, member, was_enabled=was_enabled)
    (seat,) = _seats(request, Member.objects.filter(pk=pk))
    return render(request, "desk/settings/user_row_alone.html", {"seat": seat}, status=status)


@require_POST
@desk(admin=True)
def password_link(request: DeskRequest, pk: UUID) -> HttpResponse:
    member = _member(request, pk)
    if member.is_enabled:
        send_set_password_link(member.user, by=request.member)
        toast(request, _("A link to choose a password is on its way to %s.") % member.user.email)
    else:
        toast(request, _("%s is disabled. Enable first, then send the link.") % member, level=messages.ERROR)
    return redirect("desk:user", pk=pk)


def _living_keys(member: Member) -> list[ApiKey]:
    """Those that the member has made, and so has seen the secret of."""
    return list(ApiKey.objects.alive().filter(made_by=member).order_by("name"))


def _tell_of_keys(request: DeskRequest, member: Member, *, was_enabled: bool) -> None:
    """A key is the team's and outlives its maker's access, or a web site would lose leads unnoticed. So it is said."""
    keys = _living_keys(member) if was_enabled and not member.is_enabled else []
    if keys:
        sentence = _(
            "%(member)s has made API keys that still work, for they are the team’s: %(keys)s. "
            "Replace and revoke those that may have been copied."
        )
        names = ", ".join(f"“{key}”" for key in keys)
        toast(request, sentence % {"member": member, "keys": names}, level=messages.WARNING)


def _member(request: DeskRequest, pk: UUID) -> Member:
    return Member.objects.visible_to(request.member).select_related("user", "team", "manager__user").get_or_404(pk)


def _apply(
    member: Member, *, by: Member, manager: Member | None, is_admin: bool, view_downline: bool, is_enabled: bool
) -> None:
    member.move_under(manager, by=by)
    if is_admin != member.is_admin:
        (member.make_admin if is_admin else member.unmake_admin)(by=by)
    if view_downline != member.view_downline:
        (member.show_downline if view_downline else member.hide_downline)(by=by)
    if is_enabled != member.is_enabled:
        (member.enable if is_enabled else member.disable)(by=by)


def _as_it_is(member: Member) -> dict[str, object]:
    return {
        "manager": member.manager_id,
        "is_admin": member.is_admin,
        "view_downline": member.view_downline,
        "is_enabled": member.is_enabled,
    }


def _seats(request: DeskRequest, members: MemberQuerySet) -> list[UserRow]:
    """In the order of the tree: everybody right below their manager."""
    rows = list(members.select_related("user", "team").order_by("path"))
    accounts = [member.user_id for member in rows]
    seen = dict(_latest(Session.objects.filter(user__in=accounts)))
    invited = dict(_latest(PasswordLink.objects.filter(user__in=accounts)))
    team = Lead.objects.filter(team_id=request.member.team_id, deleted_at=None)
    below = {
        member.path: team.filter(assignee_path__gte=member.path, assignee_path__lt=member.path + AFTER_EVERY_STEP)
        for member in rows
    }
    counts = capped_counts(below)
    return [
        UserRow(
            member,
            level=min(4, len(member.path) // STEP),
            leads=f"{number(AT_MOST)}+" if counts[member.path] > AT_MOST else number(counts[member.path]),
            seen_at=seen.get(member.user_id),
            invited_at=invited.get(member.user_id),
        )
        for member in rows
    ]


def _latest(rows: QuerySet[Session] | QuerySet[PasswordLink]) -> list[tuple[UUID, datetime]]:
    return list(rows.values("user").annotate(at=Max("created_at")).values_list("user", "at"))
