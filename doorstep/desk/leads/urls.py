from django.urls import path

from doorstep.desk import exports
from doorstep.desk.leads import acts, bulk, creating, detail, entries, lists, values

urlpatterns = [
    path("", lists.leads, name="leads"),
    path("new/", creating.new_lead, name="new-lead"),
    path("deleted/", lists.deleted, name="deleted-leads"),
    path("deleted/export/", exports.deleted_leads, name="deleted-leads-export"),
    path("bulk/<slug:action>/", bulk.bulk, name="bulk"),
    path("<uuid:pk>/", detail.lead, name="lead"),
    path("<uuid:pk>/sales/", detail.sales, name="lead-sales"),
    path("<uuid:pk>/timeline/", detail.timeline, name="lead-timeline"),
    path("<uuid:pk>/values/<slug:detail>/", values.value, name="lead-value"),
    path("<uuid:pk>/entries/", entries.entries, name="lead-entries"),
    path("<uuid:pk>/tags/", acts.tags, name="lead-tags"),
    path("<uuid:pk>/tags/<uuid:tag>/removal/", acts.tag_removal, name="lead-tag-removal"),
    path("<uuid:pk>/deletion/", acts.deletion, name="lead-deletion"),
    path("<uuid:pk>/restoration/", acts.restoration, name="lead-restoration"),
    path("<uuid:pk>/export/", acts.export, name="lead-export"),
]
