"""What answers on a host that no business has: the list of demo worlds, the health check."""

from django.urls import include, path

urlpatterns = [path("", include("doorstep.site.lobby"))]
handler400 = "doorstep.site.errors.bad_request"
handler403 = "doorstep.site.errors.forbidden"
handler404 = "doorstep.site.errors.not_found"
handler500 = "doorstep.site.errors.server_error"
