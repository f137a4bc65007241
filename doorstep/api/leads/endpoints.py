"""Leads: the first resource. A key works for one team and sees that team's leads."""

from http import HTTPStatus
from typing import NoReturn, cast
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field
from pydantic.config import JsonDict

from doorstep.api.keys import KeyRequest
from doorstep.api.leads.scopes import READS, WRITES
from doorstep.api.leads.shapes import LeadChange, LeadListed, LeadPage, LeadShown, NewLead, NewNote, NotePage, NoteShown
from doorstep.api.leads.words import lead_type_named, refuse_unknown_fields, set_tags, status_named, tags_of
from doorstep.api.once import idempotent
from doorstep.api.problems import Problem
from doorstep.api.versions import IF_MATCH, etag_of, refuse_unseen
from doorstep.kit.normalise import email_key, phone_key
from doorstep.kit.paging import Keyset, Segment
from doorstep.leads.capture import capture
from doorstep.leads.editing import edit
from doorstep.leads.kinds import NOTED
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.leads.stages import Stage
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity

router = Router(tags=["Leads"])
NEWEST = Keyset([Segment("all", ("-received_at", "-id"))])
NEWEST_NOTES = Keyset([Segment("all", ("-at", "-id"))])


class PageQuery(Schema):
    cursor: str = Field(default="", max_length=500, description="“next_cursor” of the page before.")
    limit: int = Field(default=50, ge=1, le=200)

    def refuse_odd(self, request: KeyRequest) -> None:
        """Ninja leaves out what it does not know; a filter with a typing mistake would show everything."""
        for name, values in request.GET.lists():
            if name not in type(self).model_fields:
                _refuse(name, _("There is no parameter “%s” here.") % name)
            if any("\0" in value for value in values):
                _refuse(name, _("“%s” has a NUL character. Leave it out.") % name)


def _never_null(shape: JsonDict) -> None:
    """A parameter is there or it is not: JSON's null cannot stand in an address."""
    shape.update(cast("list[JsonDict]", shape.pop("anyOf"))[0])


class LeadQuery(PageQuery):
    stage: Stage | None = Field(default=None, json_schema_extra=_never_null)
    email: str = Field(default="", max_length=254, description="However it is typed; the whole address.")
    phone: str = Field(default="", max_length=60, description="However it is typed; the whole number.")
    source: str = Field(default="", max_length=120)

    def narrow(self, leads: LeadQuerySet) -> LeadQuerySet:
        if self.stage:
            leads = leads.in_stage(self.stage)
        if self.email:
            leads = leads.filter(email_key=email_key(self.email) or "?")
        if self.phone:
            leads = leads.filter(phone_key=phone_key(self.phone, BusinessProfile.objects.get().country) or "?")
        return leads.filter(source=self.source) if self.source else leads


@router.get("/leads", auth=READS, response=LeadPage, summary="List leads", description="Newest first.")
def list_leads(request: KeyRequest, wanted: Query[LeadQuery]) -> HttpResponse:
    wanted.refuse_odd(request)
    page = NEWEST.page(wanted.narrow(_whole(_leads_of(request))), cursor=wanted.cursor, size=wanted.limit)
    tags = tags_of(lead.pk for lead in page.rows)
    leads = [_listed(LeadShown.of(lead, tags.get(lead.pk, []))) for lead in page.rows]
    return _given(LeadPage.model_construct(leads=leads, next_cursor=page.older or None))


@router.post("/leads", auth=WRITES, response={201: LeadShown}, summary="Create a lead")
@idempotent
def create_lead(request: KeyRequest, body: NewLead) -> HttpResponse:
    values = body.model_dump(exclude_unset=True, exclude={"tags", "lead_type", "status"})
    refuse_unknown_fields(body.fields)
    lead = capture(
        request.auth.team,
        by=request.auth,
        lead_type=lead_type_named(body.lead_type),
        status=status_named(body.status),
        **values,
    )
    tags = set_tags(lead, body.tags, by=request.auth) if body.tags else []
    given = _given_lead(LeadShown.of(lead, tags), HTTPStatus.CREATED)
    given["Location"] = f"/api/v1/leads/{lead.pk}"
    return given


@router.get("/leads/{uuid:lead_id}", auth=READS, response=LeadShown, summary="Read a lead")
def read_lead(request: KeyRequest, lead_id: UUID) -> HttpResponse:
    return _given_lead(_shown(request, lead_id))


@router.patch("/leads/{uuid:lead_id}", auth=WRITES, response=LeadShown, summary="Change a lead")
@idempotent
def change_lead(request: KeyRequest, lead_id: UUID, body: LeadChange) -> HttpResponse:
    """Only what is sent changes, each with its line on the timeline. With If-Match, only the version that it names."""
    lead = _leads_of(request).held(IF_MATCH in request.headers).get_or_404(lead_id)
    if IF_MATCH in request.headers:
        refuse_unseen(request, etag_of(_shown(request, lead_id)))
    values = body.model_dump(exclude_unset=True, exclude={"tags"})
    if "lead_type" in values:
        values["lead_type"] = lead_type_named(body.lead_type)
    if "status" in values:
        values["status"] = status_named(body.status)
    if "fields" in values:
        refuse_unknown_fields(body.fields)
    edit(lead, by=request.auth, **values)
    if "tags" in body.model_fields_set:
        set_tags(lead, body.tags, by=request.auth)
    return read_lead(request, lead_id)


@router.get("/leads/{uuid:lead_id}/notes", auth=READS, response=NotePage, summary="List the notes of a lead")
def list_notes(request: KeyRequest, lead_id: UUID, wanted: Query[PageQuery]) -> HttpResponse:
    wanted.refuse_odd(request)
    lead = _leads_of(request).get_or_404(lead_id)
    page = NEWEST_NOTES.page(
        Activity.objects.about([lead.pk]).filter(kind=NOTED.key), cursor=wanted.cursor, size=wanted.limit
    )
    notes = [NoteShown.of(activity) for activity in page.rows]
    return _given(NotePage.model_construct(notes=notes, next_cursor=page.older or None))


@router.post("/leads/{uuid:lead_id}/notes", auth=WRITES, response={201: NoteShown}, summary="Write a note on a lead")
@idempotent
def write_note(request: KeyRequest, lead_id: UUID, body: NewNote) -> HttpResponse:
    lead = _leads_of(request).get_or_404(lead_id)
    return _given(NoteShown.of(lead.write_note(body.text, by=request.auth)), HTTPStatus.CREATED)


def _shown(request: KeyRequest, lead_id: UUID) -> LeadShown:
    lead = _whole(_leads_of(request)).get_or_404(lead_id)
    return LeadShown.of(lead, tags_of([lead.pk]).get(lead.pk, []))


def _listed(shown: LeadShown) -> LeadListed:
    return LeadListed.model_construct(**shown.__dict__, etag=etag_of(shown))


def _refuse(name: str, sentence: str) -> NoReturn:
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, field=f"?{name}")


def _leads_of(request: KeyRequest) -> LeadQuerySet:
    return Lead.objects.filter(team_id=request.auth.team_id, deleted_at=None)


def _whole(leads: LeadQuerySet) -> LeadQuerySet:
    return leads.select_related("lead_type", "status", "assignee__user").defer("searched", "capture")


def _given_lead(shown: LeadShown, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    given = _given(shown, status)
    given["ETag"] = etag_of(shown)
    return given


def _given(shown: Schema, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(shown.model_dump_json(), status=status, content_type="application/json")
