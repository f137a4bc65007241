"""The desk, one include a resource. `shell.py` builds what stands around every page."""

from django.urls import URLPattern, URLResolver

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = []
