"""The personal link of an invitation."""

from django.urls import path

from doorstep.site import joining

urlpatterns = [
    path("join/", joining.joining, name="joining"),
    path("join/opening/", joining.opening, name="joining-opening"),
    path("join/new-link/", joining.new_link, name="joining-new-link"),
    path("join/new-link/sent/", joining.new_link_sent, name="joining-sent"),
    path("join/<str:token>/", joining.open_link, name="join"),
]
