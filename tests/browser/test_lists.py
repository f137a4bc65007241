"""Lists without a mouse, on a phone, and when the line is cut."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running, sign_in

pytestmark = pytest.mark.xdist_group("house")


def focused(page: Page) -> str:
    """What the element that has the focus says."""
    return str(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"))


def test_a_filter_is_chosen_by_keys_alone(at_the_desk: Page, running: Running) -> None:
    desk = at_the_desk
    sign_in(desk, running.url("brokerage", "/desk/leads/"), "ann@fennmoor.example")
    desk.get_by_role("button", name="Add filter").press("Enter")
    desk.keyboard.press("ArrowDown")
    first = focused(desk)
    desk.keyboard.press("End")
    last = focused(desk)
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == first != last
    desk.keyboard.press("ArrowUp")
    assert focused(desk) == last
    desk.keyboard.press("Home")
    assert focused(desk) == first

    while focused(desk) != "Stage":
        desk.keyboard.press("ArrowDown")
        assert focused(desk) != first, "all round, and there is no Stage"
    desk.keyboard.press("Enter")
    stages = desk.locator("#filter-stage")
    expect(stages.get_by_role("checkbox").first).to_be_focused()
    desk.keyboard.press("End")
    desk.keyboard.press("Space")
    chosen = focused(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator(".filter-value")).to_have_text(chosen)
    expect(desk).to_have_url(re.compile(r"[?&]stage="))


def test_on_a_phone_the_order_in_force_stands_first_and_is_reached_first(on_a_phone: Page, running: Running) -> None:
    phone = on_a_phone
    sign_in(phone, running.url("brokerage", "/desk/leads/?sort=source"), "ann@fennmoor.example")
    sorted_by = phone.get_by_role("columnheader", name="Source").get_by_role("link")
    expect(sorted_by).to_be_in_viewport(ratio=1)
    phone.get_by_role("checkbox", name="Select all on this page").focus()
    phone.keyboard.press("Tab")
    expect(sorted_by).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile(r"sort=-source"))


def test_a_switch_that_reached_nobody_goes_back(at_the_desk: Page, running: Running) -> None:
    desk = at_the_desk
    sign_in(desk, running.url("brokerage", "/desk/settings/users/"), "ann@fennmoor.example")
    switch = desk.get_by_role("switch", name="View downline, Kofi")
    was_on = switch.is_checked()
    desk.route("**/switches/", lambda route: route.abort())
    switch.click()
    expect(desk.locator("#toasts > .toast")).to_contain_text("No connection")
    assert switch.is_checked() == was_on
    desk.unroute("**/switches/")
    switch.click()
    expect(switch).to_be_checked(checked=not was_on)
    switch.click()
    expect(switch).to_be_checked(checked=was_on)
