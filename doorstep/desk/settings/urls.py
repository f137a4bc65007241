"""Stands under /desk/settings/."""

from django.urls import URLPattern, path

from doorstep.desk.exports import pages as exports
from doorstep.desk.settings import business, fields, held_back, keys, options, users, you


def _options(sort: str) -> list[URLPattern]:
    return [
        path(f"{sort}/", options.options, {"sort": sort}, name=sort),
        path(f"{sort}/export/", exports.options, {"sort": sort}, name=f"{sort}-export"),
        path(f"{sort}/<uuid:pk>/<slug:how>/", options.change, {"sort": sort}, name=f"{sort}-change"),
    ]


urlpatterns = [
    path("", you.home, name="settings"),
    path("profile/", you.profile, name="profile"),
    path("security/", you.security, name="security"),
    path("business/", business.business, name="business"),
    path("business/no-logo/", business.no_logo, name="no-logo"),
    path("users/", users.users, name="users"),
    path("users/export/", exports.users, name="users-export"),
    path("users/new/", users.new_user, name="new-user"),
    path("users/<uuid:pk>/", users.user, name="user"),
    path("users/<uuid:pk>/switches/", users.switch, name="user-switch"),
    path("users/<uuid:pk>/password-link/", users.password_link, name="user-password-link"),
    *_options("lead-types"),
    *_options("statuses"),
    *_options("client-types"),
    path("fields/export/", exports.fields, name="fields-export"),
    path("fields/new/", fields.new_field, name="new-field"),
    path("fields/<uuid:pk>/", fields.field, name="field"),
    path("fields/<uuid:pk>/removal/", fields.removal, name="field-removal"),
    path("held-back/", held_back.held_back, name="held-back"),
    path("held-back/export/", exports.held_back, name="held-back-export"),
    path("held-back/<uuid:pk>/lifting/", held_back.lifting, name="lifting"),
    path("keys/", keys.keys, name="keys"),
    path("keys/export/", exports.keys, name="keys-export"),
    path("keys/<uuid:pk>/revocation/", keys.revocation, name="key-revocation"),
]
