"""Stands under /desk/mail/."""

from django.urls import path

from doorstep.desk.mail import pages

urlpatterns = [
    path("<uuid:pk>/", pages.mail, name="mail"),
    path("<uuid:pk>/html/", pages.html, name="mail-html"),
]
