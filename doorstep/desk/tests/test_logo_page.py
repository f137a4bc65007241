"""The logo in the business profile: taken, served, and refused for what it is."""

import re
import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.desk.tests.test_settings import BUSINESS
from doorstep.tenancy.models import Business, BusinessProfile

PAGE = "/desk/settings/business/"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 8, 8) + b"\0" * 64
NO_LOGOS = [PNG[:8] + b"\0" * 64, b"<svg onload='alert(1)'/>", b"GIF89a", b"%PDF-1.7", b"", PNG + b"\0" * 1_000_000]


@pytest.fixture
def desk(ann: Member) -> Browser:
    return browser_of(ann)


def test_a_logo_is_taken_for_what_it_is_and_served_as_that(desk: Browser) -> None:
    desk.post(PAGE, {**BUSINESS, "logo": SimpleUploadedFile("../../evil.html", PNG, "text/html")})
    logo = re.search(r"/brand/logo/[^\"]+", desk.get(PAGE).content.decode())[0]
    answer = desk.get(logo)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer.streaming_content) == PNG
    assert desk.get("/brand/logo/other.png").status_code == 404
    hung = BusinessProfile.objects.get().logo
    hung.storage.delete(hung.name)
    assert desk.get(logo).status_code == 404, "a file that is missing is nothing that broke"
    desk.post(f"{PAGE}no-logo/")
    assert not BusinessProfile.objects.get().logo


@pytest.mark.parametrize("content", NO_LOGOS, ids="broken svg gif pdf empty large".split())
def test_what_is_no_small_picture_is_no_logo_and_nothing_is_saved(desk: Browser, content: bytes) -> None:
    body = {**BUSINESS, "name": "Other", "logo": SimpleUploadedFile("logo.png", content, "image/png")}
    assert re.search("(no|The) picture", desk.post(PAGE, body).content.decode())
    assert not BusinessProfile.objects.get().logo
    assert Business.objects.get(host="brokerage.localhost").name == "Fennmoor"
