import re

import pytest
from django.test import Client as Browser

from doorstep.clients.models import Client
from doorstep.clients.tests.telling import at_once
from doorstep.portal.tests.telling import PASSWORD, browser, newest_mail, sign_up
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
MAYA = "maya.okonjo@example.com"
NEW = "another short sentence"


@pytest.fixture
def visitor(fennmoor: Business) -> Browser:
    visitor = browser()
    sign_up(visitor, fennmoor, MAYA)
    return visitor


def change_password(visitor: Browser, current: str = PASSWORD, new: str = NEW) -> object:
    return visitor.post("/portal/you/password/", {"current": current, "password": new})


def test_name_phone_and_time_zone_can_be_changed(visitor: Browser, fennmoor: Business) -> None:
    assert (
        visitor.post(
            "/portal/you/", {"name": "Maya O. Okonjo", "phone": "+1 202 555 0143", "time_zone": "Asia/Tokyo"}
        ).status_code
        == 302
    )
    page = visitor.get("/portal/you/").content.decode()
    assert 'value="Maya O. Okonjo"' in page
    assert "Asia / Tokyo" in page
    with scope(fennmoor):
        newest = Activity.objects.about([Client.objects.get().pk])[0]
        assert sentence(newest) == "Maya O. Okonjo changed the name, the phone, the time zone"


def test_saving_without_a_change_writes_no_line(visitor: Browser, fennmoor: Business) -> None:
    visitor.post("/portal/you/", {"name": "Maya Okonjo", "phone": "", "time_zone": ""})
    with scope(fennmoor):
        assert Activity.objects.filter(kind="client.changed_details").count() == 0


@pytest.mark.parametrize(("field", "typed"), [("name", " "), ("phone", "12"), ("time_zone", "Mars/Base")])
def test_what_cannot_be_is_refused_beside_its_field(field: str, typed: str, visitor: Browser) -> None:
    answer = visitor.post("/portal/you/", {"name": "Maya", "phone": "", "time_zone": "", field: typed})
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_a_new_password_ends_every_other_session_and_keeps_this_one(visitor: Browser, fennmoor: Business) -> None:
    elsewhere = browser()
    elsewhere.post("/portal/sign-in/", {"email": MAYA, "password": PASSWORD})
    assert elsewhere.get("/portal/").status_code == 200
    assert change_password(visitor).headers["Location"] == "/portal/you/"
    assert visitor.get("/portal/").status_code == 200
    assert elsewhere.get("/portal/").status_code == 302
    assert "Your password was changed" in newest_mail(fennmoor, MAYA)


def test_the_new_password_opens_and_the_old_one_does_not(visitor: Browser) -> None:
    change_password(visitor)
    assert browser().post("/portal/sign-in/", {"email": MAYA, "password": NEW}).status_code == 302
    assert browser().post("/portal/sign-in/", {"email": MAYA, "password": PASSWORD}).status_code == 422


def test_the_password_of_today_is_asked_for(visitor: Browser) -> None:
    answer = change_password(visitor, current="something else")
    assert answer.status_code == 422
    assert "This is not your password of today" in answer.content.decode()


def test_a_weak_new_password_is_refused(visitor: Browser) -> None:
    assert change_password(visitor, new="short").status_code == 422


def test_the_current_password_is_not_guessed_for_ever(visitor: Browser) -> None:
    for _try in range(12):
        change_password(visitor, current="not this one")
    assert change_password(visitor).status_code == 422


def test_two_tabs_do_not_take_back_each_others_details_and_a_clash_is_asked_about(visitor: Browser) -> None:
    seen = re.search(r'name="seen" value="([^"]+)"', visitor.get("/portal/you/").content.decode())[1]
    as_shown = {"name": "Maya Okonjo", "phone": "", "time_zone": "", "seen": seen}
    visitor.post("/portal/you/", {**as_shown, "phone": "+1 202 555 0143"})
    assert visitor.post("/portal/you/", {**as_shown, "name": "Maya O. Okonjo"}).status_code == 302
    assert 'value="+1 202 555 0143"' in visitor.get("/portal/you/").content.decode()
    asked = visitor.post("/portal/you/", {**as_shown, "phone": "+1 202 555 0144"})
    assert asked.status_code == 409
    assert "It is “+1 202 555 0143” now" in asked.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_ten_tabs_that_save_a_phone_at_once_one_saves_and_the_others_are_asked(
    visitor: Browser, fennmoor: Business
) -> None:
    def save(phone: str, seen: str) -> int:
        tab = browser()
        tab.cookies = visitor.cookies
        typed = {"name": "Maya Okonjo", "phone": phone, "time_zone": "", "seen": seen}
        return int(tab.post("/portal/you/", typed).status_code)

    for turn in range(1, 4):
        seen = re.search('name="seen" value="([^"]+)"', visitor.get("/portal/you/").content.decode())[1]
        phones = [f"+1 202 555 0{turn}{number:02}" for number in range(10)]
        saved, _refusals = at_once(fennmoor, [lambda phone=phone, seen=seen: save(phone, seen) for phone in phones])
        assert sorted(saved) == [302] + [409] * 9
