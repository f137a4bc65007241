"""What stands at an address that no business has: the demo's list of worlds; the health check; else nothing."""

from django.urls import URLPattern, URLResolver, path

from doorstep.site import health

app_name = "lobby"
urlpatterns: list[URLPattern | URLResolver] = [path("health/", health.health, name="health")]
