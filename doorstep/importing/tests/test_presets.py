"""Exports of other programs are recognised by their headers, and their people come in whole."""

from pathlib import Path

import pytest

from doorstep.importing.presets import PRESETS, recognise, suggest
from doorstep.importing.tests.importer import Importer
from doorstep.leads.models import Lead, LeadTag
from doorstep.timeline.models import Activity
from tests.people import HEADERS, Person, contact_file

EVERY = [
    ("doorstep", "doorstep"), ("wealthbox", "wealthbox"), ("hubspot", "hubspot"), ("salesforce", "salesforce"),
    ("salesforce_report", "salesforce"), ("google", "google"), ("google_old", "google"), ("outlook", "outlook"),
    ("outlook_com", "outlook"), ("follow_up_boss", "follow_up_boss"), ("pipedrive", "pipedrive"),
]  # fmt: skip


@pytest.mark.parametrize(("made_by", "preset"), EVERY)
def test_five_hundred_people_of_every_program_come_in(
    made_by: str, preset: str, importer: Importer, tmp_path: Path
) -> None:
    run = importer.file(contact_file(made_by, 500, tmp_path / f"{made_by}.csv"))
    assert run.preset == preset
    assert (run.created, run.failed, run.duplicates) == (500, 0, 0)
    for number in (0, 123, 499):
        person, lead = Person(number), Lead.objects.get(email_key=Person(number).email)
        assert (lead.first_name, lead.last_name) == (person.first, person.last)
        assert lead.phone_key == person.phone.replace(" ", "")


@pytest.mark.parametrize("made_by", ["wealthbox", "hubspot", "google", "outlook", "follow_up_boss"])
def test_either_spelling_of_the_headers_is_recognised(made_by: str) -> None:
    shown = HEADERS[made_by].split(",")
    snake = [header.lower().replace(" - ", "_").replace(" ", "_").replace("-", "_") for header in shown]
    spaced = [header.replace("_", " ").title() for header in shown]
    found = {recognise(spelling).key for spelling in (shown, snake, spaced)}
    assert found == {made_by}
    assert suggest(PRESETS[made_by], snake) == suggest(PRESETS[made_by], shown)


def test_wealthbox_keeps_its_type_note_tags_and_number_but_no_social_security_number(
    importer: Importer, tmp_path: Path
) -> None:
    run = importer.file(contact_file("wealthbox", 12, tmp_path / "wealthbox.csv"))
    lead = Lead.objects.get(email_key=Person(0).email)
    assert lead.external_id == "90000"
    assert lead.lead_type is not None
    assert lead.lead_type.name == "Trader"
    assert Activity.objects.about([lead.pk]).get().body == "Met at the spring fair"
    assert LeadTag.objects.get(lead=lead).tag.name == "Autumn fair"
    sensitive = [column["header"] for column in run.survey if column["is_sensitive"]]
    assert sensitive == []  # the survey is gone with the file


def test_google_marks_the_main_address_and_puts_many_values_in_a_cell(importer: Importer) -> None:
    headers = (
        "First Name,Middle Name,Last Name,File As,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,"
        "E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value"
    )
    names, labels = ["Ada", "May", "Ferreirinha", ""], ["* Autumn fair ::: * myContacts ::: VIP"]
    addresses = ["Work", "work@example.com", "* Home", "ada@example.com"]
    importer(headers, [*names, *labels, *addresses, "Mobile", "+1 202 555 0144 ::: +41 31 555 00 02"])
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.phone) == ("Ada May Ferreirinha", "ada@example.com", "+1 202 555 0144")
    assert {row.tag.name for row in LeadTag.objects.filter(lead=lead)} == {"Autumn fair", "VIP"}
    note = Activity.objects.about([lead.pk]).get().body
    assert "work@example.com" in note
    assert "+41 31 555 00 02" in note


def test_outlook_takes_the_first_phone_that_is_there(importer: Importer) -> None:
    importer(
        "First Name,Last Name,E-mail Address,E-mail Display Name,Business Phone,Mobile Phone",
        ["Ruth", "Kesselmann", "ruth@example.com", "Ruth K.", "", "+1 202 555 0145"],
    )
    assert Lead.objects.get().phone == "+1 202 555 0145"


def test_an_unknown_program_is_matched_by_the_words_of_its_headers() -> None:
    headers = ["Surname", "Given name", "Mail", "Mobile", "ZIP", "Household Id"]
    assert recognise(headers).key == "other"
    assert suggest(PRESETS["other"], headers) == ["last_name", "first_name", "email", "phone", "postal_code", ""]


SENSITIVE = (
    "SSN|Social Security Number|passport_number|Driver's License|drivers_license_number|Medical conditions|taxpayer_id"
    "|Tax ID|Green Card Number|Government ID Number|NationalId"
).split("|")


@pytest.mark.parametrize("header", SENSITIVE)
def test_sensitive_columns_are_left_out_unless_asked_for(header: str) -> None:
    assert suggest(PRESETS["other"], ["E-mail", header]) == ["email", ""]
