"""The sub-resources of a lead on its way to becoming a client."""

from django.urls import path

from doorstep.desk import conversion

urlpatterns = [
    path("<uuid:pk>/invitation/", conversion.invitation, name="lead-invitation"),
    path("<uuid:pk>/client/", conversion.client, name="lead-client"),
    path("<uuid:pk>/binding/", conversion.binding, name="lead-binding"),
    path("<uuid:pk>/unbinding/", conversion.unbinding, name="lead-unbinding"),
]
