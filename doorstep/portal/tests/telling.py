"""What the portal's stories do in a browser without script."""

import re

from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

HOST = "brokerage.localhost"
PASSWORD = "a short sentence"


def browser(**more: object) -> Browser:
    return Browser(headers={"host": HOST}, **more)


def newest_mail(business: Business, address: str) -> str:
    with scope(business):
        return Message.objects.filter(email_key=address).latest("created_at").full_text


def link_in(text: str) -> str:
    found = re.search(r"http://brokerage\.localhost(/join/\S+)", text)
    assert found, text
    return found[1]


def code_in(text: str) -> str:
    found = re.search(r"\b(\d{6})\b", text)
    assert found, text
    return found[1]


def fill_in(visitor: Browser, email: str, name: str = "Maya Okonjo", password: str = PASSWORD) -> object:
    return visitor.post("/portal/sign-up/", {"name": name, "email": email, "password": password})


def sign_up(visitor: Browser, business: Business, email: str, name: str = "Maya Okonjo") -> object:
    fill_in(visitor, email, name)
    return visitor.post("/portal/code/", {"code": code_in(newest_mail(business, email))})


def without_tokens(answer: HttpResponse) -> str:
    """The page without what differs each time: the form's token and the clock."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", answer.content.decode())
    return re.sub(r'until="[^"]+"|value="\d+"|\d+:\d\d', "", page)
