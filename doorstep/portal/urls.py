"""The portal: where clients come. Signing in and out stands with the site, which does it for the desk too."""

from django.urls import URLPattern, URLResolver, path

from doorstep.portal.home import pages as home
from doorstep.portal.sign_up import pages as signing_up
from doorstep.portal.you import pages as you

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("history/", home.history, name="history"),
    path("you/", you.details, name="you"),
    path("you/password/", you.password, name="password"),
    path("sign-up/", signing_up.sign_up, name="sign-up"),
    path("invitation/", signing_up.join, name="invitation"),
    path("code/", signing_up.type_code, name="code"),
    path("code/another/", signing_up.new_code, name="new-code"),
]
