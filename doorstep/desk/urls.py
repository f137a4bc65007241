"""The desk, one include a resource. `shell.py` builds what stands around every page."""

from django.urls import URLPattern, URLResolver, include, path

from doorstep.desk import dashboard, exports, palette, work

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("palette", palette.palette, name="palette"),
    path("leads/", include("doorstep.desk.leads.urls")),
    path("leads/", include("doorstep.desk.conversion_urls")),
    path("invitations/", include("doorstep.desk.invitations_urls")),
    path("clients/", include("doorstep.desk.clients_urls")),
    path("mail/", include("doorstep.desk.sent_mail_urls")),
    path("settings/mail/", include("doorstep.desk.mail_urls")),
    path("settings/", include("doorstep.desk.settings_urls")),
    path("imports/", include("doorstep.desk.imports.urls")),
    path("work/", work.works, name="work"),
    path("work/export/", exports.works, name="work-export"),
    path("work/<uuid:pk>/", work.one_work, name="one-work"),
    path("work/<uuid:pk>/file/", work.file, name="work-file"),
    path("work/<uuid:pk>/undoing/", work.undoing, name="work-undoing"),
]
