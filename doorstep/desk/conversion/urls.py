"""The sub-resources of a lead on its way to becoming a client."""

from django.urls import path

from doorstep.desk.conversion import pages

urlpatterns = [
    path("<uuid:pk>/invitation/", pages.invitation, name="lead-invitation"),
    path("<uuid:pk>/client/", pages.client, name="lead-client"),
    path("<uuid:pk>/binding/", pages.binding, name="lead-binding"),
    path("<uuid:pk>/unbinding/", pages.unbinding, name="lead-unbinding"),
]
