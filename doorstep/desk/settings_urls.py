"""Stands under /desk/settings/."""

from django.urls import URLPattern, path

from doorstep.desk import (
    exports,
    settings_business,
    settings_fields,
    settings_held_back,
    settings_keys,
    settings_options,
    settings_users,
    settings_you,
)


def _options(sort: str) -> list[URLPattern]:
    return [
        path(f"{sort}/", settings_options.options, {"sort": sort}, name=sort),
        path(f"{sort}/export/", exports.options, {"sort": sort}, name=f"{sort}-export"),
        path(f"{sort}/<uuid:pk>/<slug:how>/", settings_options.change, {"sort": sort}, name=f"{sort}-change"),
    ]


urlpatterns = [
    path("", settings_you.home, name="settings"),
    path("profile/", settings_you.profile, name="profile"),
    path("security/", settings_you.security, name="security"),
    path("business/", settings_business.business, name="business"),
    path("business/no-logo/", settings_business.no_logo, name="no-logo"),
    path("users/", settings_users.users, name="users"),
    path("users/export/", exports.users, name="users-export"),
    path("users/new/", settings_users.new_user, name="new-user"),
    path("users/<uuid:pk>/", settings_users.user, name="user"),
    path("users/<uuid:pk>/switches/", settings_users.switch, name="user-switch"),
    path("users/<uuid:pk>/password-link/", settings_users.password_link, name="user-password-link"),
    *_options("lead-types"),
    *_options("statuses"),
    *_options("client-types"),
    path("fields/export/", exports.fields, name="fields-export"),
    path("fields/new/", settings_fields.new_field, name="new-field"),
    path("fields/<uuid:pk>/", settings_fields.field, name="field"),
    path("fields/<uuid:pk>/removal/", settings_fields.removal, name="field-removal"),
    path("held-back/", settings_held_back.held_back, name="held-back"),
    path("held-back/export/", exports.held_back, name="held-back-export"),
    path("held-back/<uuid:pk>/lifting/", settings_held_back.lifting, name="lifting"),
    path("keys/", settings_keys.keys, name="keys"),
    path("keys/export/", exports.keys, name="keys-export"),
    path("keys/<uuid:pk>/revocation/", settings_keys.revocation, name="key-revocation"),
]
