from django.urls import path
from django.utils.translation import gettext_lazy as _

from doorstep.desk.exports.pages import export_page, whole_list
from doorstep.desk.leads import actions, bulk, creating, entries, lead_page, pages, values
from doorstep.leads.exporting import deleted_leads_export

urlpatterns = [
    path("", pages.leads, name="leads"),
    path("new/", creating.new_lead, name="new-lead"),
    path("deleted/", pages.deleted, name="deleted-leads"),
    path(
        "deleted/export/",
        export_page(
            deleted_leads_export, whole_list(_("All deleted leads you can see."), "desk:deleted-leads"), admin=True
        ),
        name="deleted-leads-export",
    ),
    path("bulk/<slug:action>/", bulk.bulk, name="bulk"),
    path("<uuid:pk>/", lead_page.lead, name="lead"),
    path("<uuid:pk>/sales/", lead_page.sales, name="lead-sales"),
    path("<uuid:pk>/timeline/", lead_page.timeline, name="lead-timeline"),
    path("<uuid:pk>/values/<slug:detail>/", values.value, name="lead-value"),
    path("<uuid:pk>/entries/", entries.entries, name="lead-entries"),
    path("<uuid:pk>/tags/", actions.tags, name="lead-tags"),
    path("<uuid:pk>/tags/<uuid:tag>/removal/", actions.tag_removal, name="lead-tag-removal"),
    path("<uuid:pk>/deletion/", actions.deletion, name="lead-deletion"),
    path("<uuid:pk>/restoration/", actions.restoration, name="lead-restoration"),
    path("<uuid:pk>/export/", actions.export, name="lead-export"),
]
