"""Who a row is: a lead that is here, a row further up in the file, or somebody new."""

from doorstep.accounts.models import Member
from doorstep.importing.tests.importer import Importer
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead

HEADERS = "First name,Last name,E-mail,Phone"


def test_a_row_is_the_lead_with_that_email_however_it_is_spelled(importer: Importer, maya: Lead) -> None:
    run = importer(HEADERS, ["Maya", "Okonjo-Reed", " MAYA.Okonjo@Example.com ", ""])
    assert (run.updated, run.created) == (1, 0)
    assert maya.fresh().last_name == "Okonjo-Reed"
    assert maya.fresh().email == "maya.okonjo@example.com"


def test_a_row_without_email_is_the_lead_with_that_phone(importer: Importer, maya: Lead) -> None:
    run = importer(HEADERS, ["Maya", "Okonjo-Reed", "", "(202) 555-0143"])
    assert (run.updated, maya.fresh().last_name) == (1, "Okonjo-Reed")


def test_two_people_who_share_a_phone_are_told_apart_by_their_email(importer: Importer, maya: Lead) -> None:
    run = importer(HEADERS, ["Chidi", "Okonjo", "chidi@example.com", "+1 202 555 0143"])
    assert (run.created, run.updated) == (1, 0)
    assert maya.fresh().email == "maya.okonjo@example.com"


def test_by_phone_alone_another_email_is_a_change(importer: Importer, maya: Lead) -> None:
    run = importer(HEADERS, ["Maya", "Okonjo", "maya@new.example.com", "+1 202 555 0143"], match=["phone"])
    assert (run.updated, maya.fresh().email_key) == (1, "maya@new.example.com")


def test_the_same_person_twice_in_a_file_is_named_with_its_row(importer: Importer) -> None:
    run = importer(
        HEADERS,
        ["Ada", "F", "ada@example.com", ""],
        ["A.", "F", "ADA@example.com", ""],
        ["Bo", "F", "bo@example.com", ""],
    )
    assert importer.results(run)[3] == ("duplicate", "Same e-mail as row 2. Keep one of them.")
    assert (run.created, run.duplicates) == (2, 1)


def test_the_twin_of_a_row_that_failed_comes_in(importer: Importer) -> None:
    run = importer(HEADERS, ["Ada", "F", "ada@example.com", "12"], ["Ada", "F", "ada@example.com", ""])
    assert [outcome for outcome, _reason in importer.results(run).values()] == ["failed", "created"]


def test_an_ambiguous_match_is_said_and_not_guessed(importer: Importer, ann: Member, maya: Lead) -> None:
    capture(maya.team, by=ann, name="M. Okonjo", email="maya.okonjo@example.com")
    run = importer(HEADERS, ["Maya", "Reed", "maya.okonjo@example.com", ""])
    outcome, reason = importer.results(run)[2]
    assert outcome == "failed"
    assert reason.startswith("2 leads have this e-mail: Maya Okonjo, M. Okonjo.")


def test_an_external_id_decides_before_an_email(importer: Importer, ann: Member, maya: Lead) -> None:
    known = capture(maya.team, by=ann, name="Ada Ferreirinha", email="ada@example.com", external_id="77")
    importer("External ID,Last name,E-mail", ["77", "Lopes", "maya.okonjo@example.com"], match=["external_id", "email"])
    assert known.fresh().last_name == "Lopes"
    assert maya.fresh().last_name == "Okonjo"


def test_a_name_is_one_when_first_and_last_are_the_same(importer: Importer, maya: Lead) -> None:
    run = importer(
        HEADERS, ["maya", "OKONJO", "", "+1 202 555 0199"], ["Maya", "", "m@example.com", ""], match=["name"]
    )
    assert [outcome for outcome, _reason in importer.results(run).values()] == ["updated", "created"]


def test_create_only_leaves_those_who_are_here(importer: Importer, maya: Lead) -> None:
    run = importer(
        HEADERS, ["M.", "O.", "maya.okonjo@example.com", ""], ["Bo", "F", "bo@example.com", ""], mode="create"
    )
    assert (run.created, run.duplicates) == (1, 1)
    assert maya.fresh().name == "Maya Okonjo"


def test_update_only_adds_nobody(importer: Importer, maya: Lead) -> None:
    run = importer(
        HEADERS, ["Maya", "Reed", "maya.okonjo@example.com", ""], ["Bo", "F", "bo@example.com", ""], mode="update"
    )
    assert (run.updated, run.created, run.failed) == (1, 0, 1)
    assert importer.results(run)[3][1] == "Nobody here matches, and you chose to update only."


def test_only_leads_that_the_member_can_see_are_matched(importer: Importer, kofi: Member, tomasz: Lead) -> None:
    importer.member = kofi
    run = importer(HEADERS, ["Tomasz", "Changed", "tomasz@example.com", ""])
    assert run.created == 1
    assert tomasz.fresh().name == "Tomasz Bielak"


def test_a_deleted_lead_is_not_matched(importer: Importer, ann: Member, maya: Lead) -> None:
    maya.delete_softly(by=ann)
    assert importer(HEADERS, ["Maya", "Okonjo", "maya.okonjo@example.com", ""]).created == 1


def test_two_rows_that_share_a_phone_are_two_people_when_their_emails_differ(importer: Importer) -> None:
    run = importer(
        HEADERS, ["Ada", "F", "ada@example.com", "+1 202 555 0143"], ["Bo", "F", "bo@example.com", "+1 202 555 0143"]
    )
    assert (run.created, run.duplicates) == (2, 0)


def test_a_row_with_only_the_phone_of_a_row_above_is_that_person(importer: Importer) -> None:
    run = importer(HEADERS, ["Ada", "F", "ada@example.com", "+1 202 555 0143"], ["Ada", "F", "", "+1 202 555 0143"])
    assert importer.results(run)[3] == ("duplicate", "Same phone as row 2. Keep one of them.")
