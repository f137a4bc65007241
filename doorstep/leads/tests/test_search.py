import pytest
from django.db import connection
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
pytestmark = pytest.mark.django_db

def test_x(house, ann, maya, tomasz):
    capture(house, by=ann, name="Zoë Müller", email="z@example.com", city="Zürich", company="Crème 100%")
    for t in ("maya", "okonjo maya", "555-0143", "(202) 555-0143", "ma", "Zuri", "zürich", "creme", "100%", "00\\", "example.com", "web form", "ok"):
        print(t, [str(l) for l in Lead.objects.search(t, member=ann)])
    with connection.cursor() as c:
        c.execute("select tableowner from pg_tables where tablename='leads_lead'"); print(c.fetchall())
        c.execute("select proname, proowner::regrole, proacl from pg_proc where proname='lead_search'"); print(c.fetchall())
    assert 0
