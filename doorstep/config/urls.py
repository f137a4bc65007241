"""Every URL of a business."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("doorstep.desk.urls")),
    path("portal/", include("doorstep.portal.urls")),
    path("api/v1/", include("doorstep.api.urls")),
    path("", include("doorstep.site.urls")),
]
handler400 = "doorstep.config.faults.bad_request"
handler403 = "doorstep.site.errors.forbidden"
handler404 = "doorstep.site.errors.not_found"
handler500 = "doorstep.config.faults.server_error"
