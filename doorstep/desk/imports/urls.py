from django.urls import path
from django.utils.translation import gettext_lazy as _

from doorstep.desk.exports.pages import export_page, whole_list
from doorstep.desk.imports import checking, columns, running, uploading
from doorstep.importing.exporting import imports_export

urlpatterns = [
    path("", uploading.imports, name="imports"),
    path(
        "export/",
        export_page(imports_export, whole_list(_("All imports you can see."), "desk:imports")),
        name="imports-export",
    ),
    path("template.<str:kind>", uploading.template_file, name="import-template"),
    path("<uuid:pk>/", running.one_import, name="import"),
    path("<uuid:pk>/reading/", columns.reading, name="import-reading"),
    path("<uuid:pk>/columns/", columns.columns, name="import-columns"),
    path("<uuid:pk>/check/", checking.check, name="import-check"),
    path("<uuid:pk>/refused.<str:kind>", checking.refused_file, name="import-refused"),
    path("<uuid:pk>/run/", running.run, name="import-run"),
    path("<uuid:pk>/pause/", running.pause, name="import-pause"),
    path("<uuid:pk>/resumption/", running.resumption, name="import-resumption"),
    path("<uuid:pk>/continuation/", running.continuation, name="import-continuation"),
    path("<uuid:pk>/undoing/", running.undoing, name="import-undoing"),
    path("<uuid:pk>/discarding/", running.discarding, name="import-discarding"),
    path("<uuid:pk>/kept/", running.kept, name="import-kept"),
]
