"""The public pages: sign-in for desk and portal, joining by an invitation, mail preferences, the brand's stylesheet."""

from django.urls import URLPattern, URLResolver, path

from doorstep.site import brand, gallery, health, start
from doorstep.site.joining import urls as joining_urls
from doorstep.site.mail import urls as mail_urls
from doorstep.site.sign_in import urls as sign_in_urls

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("health/", health.health, name="health"),
    path("ui/", gallery.gallery, name="gallery"),
    path("brand.css", brand.stylesheet, name="brand"),
    path("brand/logo/<str:name>", brand.logo, name="logo"),
    *mail_urls.urlpatterns,
    *sign_in_urls.urlpatterns,
    *joining_urls.urlpatterns,
]
