"""What answers on a host that no business has: the list of demo worlds; and on every host: health check and icon."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from doorstep.site import brand, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health.health, name="health"),
    path("favicon.ico", brand.icon, name="icon"),
]
if settings.MODE == "demo":
    urlpatterns.append(path("", include("doorstep.demo.lobby")))
handler400 = "doorstep.config.faults.bad_request"
handler403 = "doorstep.site.errors.forbidden"
handler404 = "doorstep.site.errors.not_found"
handler500 = "doorstep.config.faults.server_error"
