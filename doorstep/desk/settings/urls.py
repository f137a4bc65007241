"""Stands under /desk/settings/."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.exporting import keys_export, users_export
from doorstep.clients.exporting import client_types_export
from doorstep.desk.exports.pages import export_page, whole_list
from doorstep.desk.settings import business, fields, held_back, keys, options, users, you
from doorstep.leads.exporting import fields_export, lead_types_export, statuses_export
from doorstep.mail.exporting import held_back_export
from doorstep.tenancy.exporting import Exporter, Row


def _options(sort: str, exporter: Exporter[Row]) -> list[URLPattern]:
    selected = whole_list(_("All of them, the retired ones too."), f"desk:{sort}")
    return [
        path(f"{sort}/", options.options, {"sort": sort}, name=sort),
        path(f"{sort}/export/", export_page(exporter, selected, house=True), name=f"{sort}-export"),
        path(f"{sort}/<uuid:pk>/<slug:how>/", options.change, {"sort": sort}, name=f"{sort}-change"),
    ]


urlpatterns = [
    path("", you.home, name="settings"),
    path("profile/", you.profile, name="profile"),
    path("security/", you.security, name="security"),
    path("business/", business.business, name="business"),
    path("business/no-logo/", business.no_logo, name="no-logo"),
    path("users/", users.users, name="users"),
    path(
        "users/export/",
        export_page(users_export, whole_list(_("Everybody in your team."), "desk:users"), admin=True),
        name="users-export",
    ),
    path("users/new/", users.new_user, name="new-user"),
    path("users/<uuid:pk>/", users.user, name="user"),
    path("users/<uuid:pk>/switches/", users.switch, name="user-switch"),
    path("users/<uuid:pk>/password-link/", users.password_link, name="user-password-link"),
    *_options("lead-types", lead_types_export),
    *_options("statuses", statuses_export),
    *_options("client-types", client_types_export),
    path(
        "fields/export/",
        export_page(
            fields_export, whole_list(_("The custom fields of every lead type."), "desk:lead-types"), house=True
        ),
        name="fields-export",
    ),
    path("fields/new/", fields.new_field, name="new-field"),
    path("fields/<uuid:pk>/", fields.field, name="field"),
    path("fields/<uuid:pk>/removal/", fields.removal, name="field-removal"),
    path("held-back/", held_back.held_back, name="held-back"),
    path(
        "held-back/export/",
        export_page(held_back_export, held_back.selected_addresses, house=True),
        name="held-back-export",
    ),
    path("held-back/<uuid:pk>/lifting/", held_back.lifting, name="lifting"),
    path("keys/", keys.keys, name="keys"),
    path(
        "keys/export/",
        export_page(
            keys_export, whole_list(_("All keys of your team, the revoked ones too."), "desk:keys"), admin=True
        ),
        name="keys-export",
    ),
    path("keys/<uuid:pk>/revocation/", keys.revocation, name="key-revocation"),
]
