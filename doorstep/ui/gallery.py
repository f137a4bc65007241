"""/ui/: every part in every state, so that nobody draws a second one. `?face=portal` shows the portal's tokens."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from doorstep.ui.charts import Count
from doorstep.ui.context import RailGroup, RailLink, with_current
from doorstep.ui.fields import ClockInput, DayInput, MomentInput

FACES = ("desk", "portal")
STAGES = (
    ("not_invited", "Not invited", 164),
    ("invitation_sent", "Invitation sent", 129),
    ("invitation_expired", "Invitation expired", 28),
    ("registered", "Registered", 72),
    ("prospect", "Prospect", 39),
    ("account_opened", "Account opened", 38),
)
LEADS = (18, 22, 31, 27, 12, 9, 7, 24, 33, 29, 35, 38, 14, 11, 26, 34, 41, 37, 22)
LEADS_BEFORE = (
    15,
    19,
    12,
    8,
    21,
    24,
    22,
    18,
    20,
    9,
    7,
    19,
    26,
    23,
    25,
    21,
    11,
    6,
    22,
    28,
    24,
    27,
    19,
    12,
    9,
    23,
    25,
    29,
    24,
)
LONG_NAME = "Bartholomew-Alexander Featherstone-Montgomery van der Zwaluwenburg"
TYPED = {"name": "Maya Okonjo", "mode": "robin", "tags": ["w"]}
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \"' \u202egnp.exe"
RAIL = (
    RailGroup((RailLink("Dashboard", "/ui/#numbers", "house"), RailLink("Parts", "/ui/", "users", count=1_284))),
    RailGroup((RailLink("Invitations", "/ui/#messages", "mail"),), name="Grow"),
    RailGroup((RailLink("Settings", "/ui/#fields", "settings-2"),), kind="foot"),
    RailGroup(
        (RailLink("Your profile", "/ui/#people", "circle-user"), RailLink("Sign out", "/ui/", "log-out", posts=True)),
        kind="account",
    ),
)


class SampleForm(forms.Form):
    name = forms.CharField(max_length=100)
    email = forms.EmailField(label="E-mail", help_text="It will be the user name.")
    phone = forms.CharField(required=False, help_text="With the country, so that calls work")
    client_type = forms.ChoiceField(choices=[("", "Choose"), ("trader", "Trader"), ("ib", "IB")])
    day = forms.DateField(widget=DayInput, required=False)
    at = forms.DateTimeField(label="Day and time", widget=MomentInput, required=False)
    until = forms.TimeField(widget=ClockInput, required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    mode = forms.ChoiceField(
        label="Who gets it", widget=forms.RadioSelect, choices=[("robin", "Round robin"), ("first", "First to claim")]
    )
    tags = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, choices=[("w", "Webinar"), ("c", "Call back")]
    )
    remind = forms.BooleanField(label="Send a reminder", required=False, help_text="One day before")
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")


def gallery(request: HttpRequest) -> HttpResponse:
    face = request.GET.get("face", "desk")
    now = timezone.now()
    return render(
        request,
        "ui/gallery/index.html",
        {
            "layout": f"layouts/{face if face in FACES else 'desk'}.html",
            "places": with_current(RAIL, request.path),
            "now": now,
            "earlier": [now - timedelta(minutes=minutes) for minutes in (0, 12, 24 * 60, 5 * 24 * 60, 400 * 24 * 60)],
            "soon": now + timedelta(days=3),
            "form": SampleForm(initial=TYPED | {"day": now.date(), "at": now}),
            "wrong": SampleForm({"wrong-email": "maya@", "wrong-token": "kept"}, prefix="wrong"),
            "stages": STAGES,
            "counts": _counts(),
            "progress": [(stage, label, count, "/ui/?stage=" + stage) for stage, label, count in STAGES],
            "long_name": LONG_NAME,
            "hostile": HOSTILE,
        },
    )


def _counts() -> list[Count]:
    return [_count(day, before) for day, before in enumerate(LEADS_BEFORE, start=1)]


def _count(day: int, before: int) -> Count:
    value = LEADS[day - 1] if day <= len(LEADS) else None
    now = f"{value} leads, " if value is not None else ""
    title = f"{day} November: {now}{before} on the same day in October"
    return Count(str(day), title, f"/ui/?received={day}", value, before, is_now=day == len(LEADS))
