"""A member's browser at the desk."""

from django.test import Client

from doorstep.accounts.models import Member, Session
from doorstep.accounts.sessions import DESK


def browser_of(member: Member) -> Client:
    host = member.business.host
    browser = Client(headers={"host": host})
    browser.cookies[DESK.name] = Session.objects.open(member.user, remember=False)[1]
    return browser
