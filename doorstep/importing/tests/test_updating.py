"""What an import writes, and what it leaves."""

from datetime import date

import pytest

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing.dates import DayOrder, Evidence, order_of
from doorstep.importing.tests.importer import Importer
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Field, Lead, LeadTag, LeadType, Status
from doorstep.mail.models import Message
from doorstep.timeline.models import Activity


def sentences(lead: Lead) -> list[str]:
    from doorstep.timeline.kinds import sentence

    return [sentence(line) for line in Activity.objects.about([lead.pk])]


def test_a_blank_cell_never_erases(importer: Importer, maya: Lead) -> None:
    run = importer(
        "E-mail,Phone,First name,Last name,Source,City", ["maya.okonjo@example.com", "", "", "", " ", "Boston"]
    )
    lead = maya.fresh()
    assert run.updated == 1
    assert (lead.phone, lead.name, lead.source, lead.city) == ("+1 202 555 0143", "Maya Okonjo", "Web form", "Boston")


def test_half_a_name_joins_the_half_that_is_known(importer: Importer, maya: Lead) -> None:
    importer("E-mail,Last name", ["maya.okonjo@example.com", "Reed"])
    assert maya.fresh().name == "Maya Reed"


def test_the_reason_of_an_update_says_from_what_to_what(importer: Importer, maya: Lead) -> None:
    trader = LeadType.objects.get(name="Trader")
    Lead.objects.filter(pk=maya.pk).update(lead_type=trader)
    run = importer(
        "E-mail,Phone,Lead type,City,Tags,Note",
        ["maya.okonjo@example.com", "+1 202 555 0177", "ib", "Boston", "Autumn fair", "Met again"],
    )
    reason = importer.results(run)[2][1]
    assert "Phone changes from +1 202 555 0143 to +1 202 555 0177." in reason
    assert "Lead type changes from Trader to IB." in reason
    assert "City becomes Boston." in reason
    assert reason.endswith("Adds the tag Autumn fair. Adds a note.")


def test_every_touched_lead_has_a_line_on_its_timeline(importer: Importer, ann: Member, maya: Lead) -> None:
    importer("E-mail,City", ["maya.okonjo@example.com", "Boston"], ["new@example.com", "Lisbon"])
    assert sentences(maya)[0] == "Ann Reyes updated City by importing people.csv"
    assert sentences(Lead.objects.get(email_key="new@example.com")) == ["Ann Reyes imported this lead from people.csv"]


def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    table = importer.table(
        "First name,Last name,E-mail,Phone,Tags,Note,Lead type,Received on,Birthday",
        [
            "Ada",
            "Ferreirinha",
            "ada@example.com",
            "+41 31 555 00 02",
            "VIP; Fair",
            "Met at the fair",
            "IB",
            "2026-10-05",
            "1980-02-29",
        ],
        ["", "", "bo@example.com", "", "", "", "", "", ""],
    )
    importer.file(table)
    before = list(Lead.objects.order_by("pk").values())
    lines = Activity.objects.count()
    again = importer.file(table)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert list(Lead.objects.order_by("pk").values()) == before
    assert Activity.objects.count() == lines


def test_leading_zeros_long_numbers_and_foreign_phones_survive(importer: Importer) -> None:
    importer(
        "E-mail,Postal code,Phone,External ID", ["ada@example.com", "00501", "+44 20 7946 0958", "00098765432109876543"]
    )
    lead = Lead.objects.get()
    assert (lead.postal_code, lead.phone_key, lead.external_id) == ("00501", "+442079460958", "00098765432109876543")


def test_unknown_types_are_left_blank_and_said(importer: Importer) -> None:
    run = importer("E-mail,Lead type,Assignee", ["ada@example.com", "Vendor", "nobody@example.com"])
    assert Lead.objects.get().lead_type is None
    assert "Lead type “Vendor” is unknown and was left out." in importer.results(run)[2][1]
    assert run.worth_a_look == 1


def test_unknown_types_and_statuses_are_created_when_asked_for(importer: Importer) -> None:
    importer(
        "E-mail,Lead type,Status",
        ["ada@example.com", "Vendor", "Ripe"],
        unknown={"lead_type": "create", "status": "create"},
    )
    lead = Lead.objects.select_related("lead_type", "status").get()
    assert (str(lead.lead_type), str(lead.status)) == ("Vendor", "Ripe")


def test_a_dry_run_creates_no_types_or_tags(importer: Importer) -> None:
    table = importer.table("E-mail,Lead type,Status,Tags", ["ada@example.com", "Vendor", "Ripe", "New one"])
    upload = importer.upload(table, unknown={"lead_type": "create", "status": "create"})
    importer.check(upload)
    assert not LeadType.objects.filter(name="Vendor").exists()
    assert not Status.objects.filter(name="Ripe").exists()
    assert not LeadTag.objects.exists()


def test_leads_go_to_the_member_that_the_file_names(importer: Importer, kofi: Member) -> None:
    importer("E-mail,Contact owner", ["ada@example.com", "kofi@fennmoor.example"], ["bo@example.com", "Kofi Mensah"])
    assert set(Lead.objects.values_list("assignee_id", "assignee_path")) == {(kofi.pk, kofi.path)}


def test_a_new_custom_field_is_made_of_a_column(importer: Importer) -> None:
    importer("E-mail,Favourite colour", ["ada@example.com", "Green"], mapping=["email", "new_field"])
    assert Field.objects.get(key="favourite_colour").label == "Favourite colour"
    assert Lead.objects.get().fields == {"favourite_colour": "Green"}


def test_custom_fields_join_those_that_are_known(importer: Importer, maya: Lead) -> None:
    Field.objects.create(key="size", label="Account size", kind="number")
    Lead.objects.filter(pk=maya.pk).update(fields={"colour": "Green"})
    run = importer(
        "E-mail,Account size",
        ["maya.okonjo@example.com", "12,000"],
        ["bo@example.com", "large"],
        mapping=["email", "field:size"],
    )
    assert maya.fresh().fields == {"colour": "Green", "size": "12000"}
    assert importer.results(run)[3] == ("failed", "“large” in Account size is not a number.")


def test_only_an_admin_may_add_fields_and_types(importer: Importer, kofi: Member) -> None:
    importer.member = kofi
    upload = importer.upload(
        importer.table("E-mail,Colour", ["ada@example.com", "Green"]), mapping=["email", "new_field"]
    )
    with pytest.raises(NotAllowed, match="Only an admin"):
        course.begin_check(upload, by=kofi)


def test_nobody_can_be_made_of_a_file_without_names_or_addresses(importer: Importer, ann: Member) -> None:
    upload = importer.upload(importer.table("Colour,Size", ["Green", "L"]))
    with pytest.raises(NotAllowed, match="No column goes to a name"):
        course.begin_check(upload, by=ann)


def test_a_row_without_email_and_phone_fails(importer: Importer) -> None:
    run = importer("First name,E-mail,Phone,City", ["Ada", "", "", "Lisbon"])
    assert importer.results(run)[2] == ("failed", "No e-mail and no phone. One of them is needed.")


def test_a_broken_address_says_what_to_type(importer: Importer) -> None:
    run = importer("First name,E-mail", ["Joel", "joel.brandtner@"])
    assert importer.results(run)[2][1].startswith(
        "“joel.brandtner@” is not a whole e-mail address. The address stops after the @."
    )


def test_an_import_sends_no_mail_and_starts_no_automation(importer: Importer) -> None:
    importer("E-mail", ["ada@example.com"])
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["2026-03-04", "2026-03-05"], date(2026, 3, 4)),
        (["25/12/1980", "04/03/1980"], date(1980, 12, 25)),
        (["12/25/1980", "04/03/1980"], date(1980, 12, 25)),
        (["4.3.1980", "25.12.1980"], date(1980, 3, 4)),
        (["Mar 4, 1980"], date(1980, 3, 4)),
        (["4 March 1980"], date(1980, 3, 4)),
        (["03/04/1980"], date(1980, 3, 4)),
    ],
)
def test_dates_are_read_as_their_column_is_written(importer: Importer, cells: list[str], read: date) -> None:
    """03/04 alone proves nothing: then the country of the business decides, here the United States."""
    rows = [[f"{number}@example.com", cell] for number, cell in enumerate(cells)]
    importer("E-mail,Birthday", *rows)
    assert Lead.objects.get(email_key="0@example.com").birthday == read


def test_a_person_decides_where_the_dates_prove_nothing(importer: Importer) -> None:
    table = importer.table("E-mail,Birthday", ["ada@example.com", "03/04/1980"])
    upload = importer.upload(table, day_order={"1": "day"})
    assert not upload.survey[1]["day_is_sure"]
    importer.write(upload)
    assert Lead.objects.get().birthday == date(1980, 4, 3)


def test_what_is_no_date_fails_with_the_column_named(importer: Importer) -> None:
    run = importer("E-mail,Birthday", ["ada@example.com", "1980-13-45"])
    assert importer.results(run)[2][1] == "“1980-13-45” in Birthday is not a date. Write it as 2026-12-31."


def test_a_date_with_dots_is_read_day_first_even_where_months_come_first() -> None:
    assert order_of(["03.04.2026"], "US") == Evidence(DayOrder.DAY_FIRST, is_sure=True)
    assert order_of(["03/04/2026"], "US") == Evidence(DayOrder.MONTH_FIRST, is_sure=False)
    assert order_of(["03/25/2026"], "DE") == Evidence(DayOrder.MONTH_FIRST, is_sure=True)
