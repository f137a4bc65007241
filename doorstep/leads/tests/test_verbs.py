"""What a member does with a lead, and what its timeline says of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.correspondence import write_mail
from doorstep.leads.editing import edit, put_tag, take_tag
from doorstep.leads.models import Field, Lead, Tag
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db


def told(lead: Lead) -> list[str]:
    return [sentence(line) for line in Activity.objects.about([lead.pk])]


def test_a_lead_needs_an_address_or_a_number(house: Team, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="No e-mail and no phone"):
        capture(house, by=ann, name="Maya Okonjo")


def test_an_assignment_says_who_and_why(maya: Lead, ann: Member, sam: Member) -> None:
    maya.assign_to(sam, by=ann, because="Speaks Portuguese")
    line = Activity.objects.about([maya.pk])[0]
    assert sentence(line) == "Ann Reyes assigned this lead to Sam Whitlock"
    assert line.facts["because"] == "Speaks Portuguese"


def test_the_same_assignee_again_says_nothing(maya: Lead, ann: Member, sam: Member) -> None:
    maya.assign_to(sam, by=ann)
    before = told(maya)
    maya.assign_to(sam, by=ann)
    assert told(maya) == before


def test_a_lead_goes_back_into_the_pool(tomasz: Lead, ann: Member) -> None:
    tomasz.assign_to(None, by=ann)
    assert tomasz.fresh().assignee is None
    assert told(tomasz)[0] == "Ann Reyes put this lead back into the pool"


def test_a_lead_cannot_be_assigned_to_the_disabled(maya: Lead, ann: Member, sam: Member) -> None:
    sam.disable(by=ann)
    with pytest.raises(NotAllowed, match="Sam Whitlock is disabled"):
        maya.assign_to(sam.fresh(), by=ann)


def test_a_lead_cannot_be_assigned_to_another_team(larkfield: Business) -> None:
    with scope(larkfield):
        nora, bea = (
            Member.objects.select_related("user", "team").get(user__name__startswith=name) for name in ("Nora", "Bea")
        )
        lead = capture(nora.team, by=nora, name="Lena Hart", email="lena@example.com")
        with pytest.raises(NotAllowed, match="not in this team"):
            lead.assign_to(bea, by=nora)


def test_an_edit_tells_what_was_and_what_is(maya: Lead, ann: Member) -> None:
    assert edit(maya, by=ann, company="Okonjo Ltd", phone="+1 202 555 0144") == ["company", "phone", "phone_key"]
    assert set(told(maya)[:2]) == {
        "Ann Reyes changed company from nothing to Okonjo Ltd",
        "Ann Reyes changed phone from +1 202 555 0143 to +1 202 555 0144",
    }


@pytest.mark.parametrize("word", ["x" * 200, "ab " * 60 + "c"])
def test_a_name_is_kept_whole_where_a_part_of_it_is_too_long_for_its_column(
    house: Team, maya: Lead, ann: Member, word: str
) -> None:
    edit(maya, by=ann, name=word)
    made = capture(house, by=ann, name=word, email="long@example.com")
    assert maya.fresh().name == made.fresh().name == word


def test_a_day_is_told_as_people_read_it(maya: Lead, ann: Member) -> None:
    edit(maya, by=ann, birthday=date(1990, 2, 28))
    assert told(maya)[0] == "Ann Reyes changed birthday from nothing to 28 Feb 1990"


def test_a_new_name_is_one_line_and_changes_its_parts(maya: Lead, ann: Member) -> None:
    before = len(told(maya))
    edit(maya, by=ann, name="Maya van der Berg")
    assert told(maya)[0] == "Ann Reyes changed name from Maya Okonjo to Maya van der Berg"
    assert len(told(maya)) == before + 1
    assert (maya.fresh().first_name, maya.fresh().last_name) == ("Maya", "van der Berg")


def test_a_custom_field_is_called_by_its_label(maya: Lead, ann: Member) -> None:
    Field.objects.create(key="experience", label="Experience")
    edit(maya, by=ann, fields={"experience": "2 to 5 years"})
    assert told(maya)[0] == "Ann Reyes changed Experience from nothing to 2 to 5 years"


def test_an_edit_that_is_refused_writes_nothing(maya: Lead, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="There is no @"):
        edit(maya, by=ann, company="Okonjo Ltd", email="maya")
    assert maya.fresh().company == ""


def test_the_last_way_to_reach_a_lead_cannot_be_taken(tomasz: Lead, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="One of them is needed") as refusal:
        edit(tomasz, by=ann, email="")
    assert refusal.value.field == "email"


def test_a_tag_is_put_on_once_whatever_its_case(maya: Lead, ann: Member) -> None:
    assert put_tag(maya, Tag.objects.named("Call back", team_id=ann.team_id), by=ann)
    assert not put_tag(maya, Tag.objects.named("  CALL   back ", team_id=ann.team_id), by=ann)
    assert take_tag(maya, Tag.objects.named("call back", team_id=ann.team_id), by=ann)
    assert not take_tag(maya, Tag.objects.named("call back", team_id=ann.team_id), by=ann)
    assert told(maya)[:2] == ["Ann Reyes removed the tag Call back", "Ann Reyes added the tag Call back"]


def test_a_note_needs_words(maya: Lead, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="The note is empty"):
        maya.write_note("  \n", by=ann)


def test_a_call_is_the_last_contact(maya: Lead, ann: Member) -> None:
    maya.log_call("answered, 6 minutes", by=ann)
    assert timezone.now() - maya.fresh().last_contact_at < timedelta(seconds=5)
    assert told(maya)[0] == "Ann Reyes called, answered, 6 minutes"


def test_an_e_mail_goes_out_and_answers_come_to_the_member(maya: Lead, sam: Member) -> None:
    message = write_mail(maya, "Our call", "Good morning Maya,\n\nshall we speak?", by=sam)
    kept = Message.objects.get(pk=message.pk)
    assert (kept.to_email, kept.subject, kept.reply_to) == (
        "maya.okonjo@example.com",
        "Our call",
        "sam@fennmoor.example",
    )
    assert "shall we speak?" in kept.text
    assert maya.fresh().last_email_at is not None
    assert told(maya)[0] == "Sam Whitlock sent the e-mail Our call"


@pytest.mark.parametrize(("subject", "text", "field"), [("", "Hello", "subject"), ("Our call", " ", "text")])
def test_an_e_mail_needs_a_subject_and_words(subject: str, text: str, field: str, maya: Lead, sam: Member) -> None:
    with pytest.raises(NotAllowed) as refusal:
        write_mail(maya, subject, text, by=sam)
    assert refusal.value.field == field
    assert not Message.objects.exists()


def test_what_is_typed_into_an_e_mail_stays_text(maya: Lead, sam: Member) -> None:
    message = write_mail(
        maya, "{{ business }} {% x %}", "<script>alert(1)</script> {{ business }}\n**not bold**", by=sam
    )
    assert message.subject == "{{ business }} {% x %}"
    assert "<script>" not in message.html
    assert "{{ business }}" in message.text


def test_a_mail_is_a_contact_and_the_last_email_sent(maya: Lead, sam: Member) -> None:
    before = timezone.now()
    write_mail(maya, "Your call", "Shall we talk on Tuesday?", by=sam)
    lead = maya.fresh()
    assert lead.last_email_at == lead.last_contact_at == lead.updated_at
    assert lead.last_email_at >= before


def test_who_has_no_name_is_called_by_the_address_then_by_the_number(house: Team, ann: Member) -> None:
    both = capture(house, by=ann, name="", email="nameless@example.com", phone="+1 202 555 0144")
    assert both.name == "nameless@example.com"
    assert capture(house, by=ann, name="", phone="+1 202 555 0145").name == "+1 202 555 0145"
