"""The personal link of an invitation."""

from django.urls import path

from doorstep.site.joining import pages

urlpatterns = [
    path("join/", pages.joining, name="joining"),
    path("join/opening/", pages.opening, name="joining-opening"),
    path("join/new-link/", pages.new_link, name="joining-new-link"),
    path("join/new-link/sent/", pages.new_link_sent, name="joining-sent"),
    path("join/<str:token>/", pages.open_link, name="join"),
]
