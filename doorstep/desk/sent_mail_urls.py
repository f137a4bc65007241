"""Stands under /desk/mail/."""

from django.urls import path

from doorstep.desk import sent_mail

urlpatterns = [
    path("<uuid:pk>/", sent_mail.mail, name="mail"),
    path("<uuid:pk>/html/", sent_mail.html, name="mail-html"),
]
