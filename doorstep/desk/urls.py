"""The desk, one include a resource. `shell.py` builds what stands around every page."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.exporting import works_export
from doorstep.desk import palette
from doorstep.desk.dashboard import pages as dashboard
from doorstep.desk.exports.pages import export_page, whole_list
from doorstep.desk.work import pages as work

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("palette", palette.palette, name="palette"),
    path("leads/", include("doorstep.desk.leads.urls")),
    path("leads/", include("doorstep.desk.conversion.urls")),
    path("invitations/", include("doorstep.desk.invitations.urls")),
    path("clients/", include("doorstep.desk.clients.urls")),
    path("mail/", include("doorstep.desk.mail.urls")),
    path("settings/mail/", include("doorstep.desk.settings.mail_urls")),
    path("settings/", include("doorstep.desk.settings.urls")),
    path("imports/", include("doorstep.desk.imports.urls")),
    path("work/", work.works, name="work"),
    path(
        "work/export/",
        export_page(works_export, whole_list(_("All that you asked for."), "desk:work")),
        name="work-export",
    ),
    path("work/<uuid:pk>/", work.one_work, name="one-work"),
    path("work/<uuid:pk>/file/", work.file, name="work-file"),
    path("work/<uuid:pk>/undoing/", work.undoing, name="work-undoing"),
]
