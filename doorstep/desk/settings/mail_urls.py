"""Stands under /desk/settings/mail/."""

from django.urls import path

from doorstep.desk.settings import mail_templates

urlpatterns = [
    path("", mail_templates.index, name="mail-templates"),
    path("<slug:key>/", mail_templates.edit, name="mail-template"),
    path("<slug:key>/faults/", mail_templates.faults, name="mail-template-faults"),
    path("<slug:key>/preview/", mail_templates.preview, name="mail-template-preview"),
    path("<slug:key>/test/", mail_templates.test, name="mail-template-test"),
    path("<slug:key>/reset/", mail_templates.reset, name="mail-template-reset"),
]
