"""All settings, from the environment. `doorstep run` sets it for a laptop, you set it for a server."""

import os
from pathlib import Path
from typing import Literal, cast

from csp.constants import NONE, SELF

from doorstep.config.environment import database, folder, mailbox, required, storage, web_address
from doorstep.ui.fonts import font_dir

PACKAGE = Path(__file__).resolve().parent.parent

# demo: invented businesses, mail is kept and shown. development: without the demo's front page. production: a server.
MODE = cast(Literal["demo", "development", "production"], os.environ.get("DOORSTEP_MODE") or "production")
IS_PRODUCTION = MODE == "production"
HOME = folder("DOORSTEP_HOME", "var")

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
BASE_URL = web_address("BASE_URL")
ALLOWED_HOSTS = ["*"]  # the host middleware answers 404 to a host that no business has
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BASE_URL.startswith("https:") else None

DATABASES = {"default": database(required("DATABASE_URL"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "ninja",
    "doorstep.tenancy",
    "doorstep.ui",
    "doorstep.timeline",
    "doorstep.mail",
    "doorstep.accounts",
    "doorstep.leads",
    "doorstep.importing",
    "doorstep.clients",
    "doorstep.desk",
    "doorstep.portal",
    "doorstep.site",
    "doorstep.api",
    *(["doorstep.demo"] if MODE == "demo" else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "doorstep.site.middleware.NothingIsStored",
    "csp.middleware.CSPMiddleware",
    "doorstep.tenancy.middleware.BusinessByHost",
    "doorstep.config.bodies.BodyLimits",
    "django.middleware.common.CommonMiddleware",
    "doorstep.accounts.middleware.PagesTakeGetAndPost",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doorstep.site.middleware.WordlessRefusal",
    "doorstep.accounts.middleware.SignedIn",
    "doorstep.clients.middleware.ClientOfUser",
]

ROOT_URLCONF = "doorstep.config.urls"
URLCONF_WITHOUT_BUSINESS = "doorstep.config.urls_without_business"
WSGI_APPLICATION = "doorstep.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # A page of the desk, the portal or the site stands beside its view: "desk/leads/list.html".
        "DIRS": [PACKAGE / "ui" / "templates", PACKAGE / "mail" / "templates", PACKAGE],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "doorstep.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "doorstep.ui.context.shell",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},  # pages of third parties
]

FORM_RENDERER = "django.forms.renderers.Jinja2"  # a list of time zones in half the time
MESSAGE_STORAGE = "doorstep.ui.toasts.CookieOfThisHost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]  # each by its own name
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [("fonts", font_dir())]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = MODE == "development"
FILES = HOME / "files"
STORAGES = {
    "default": storage(os.environ.get("STORAGE_URL", ""), FILES),
    "staticfiles": {
        "BACKEND": "doorstep.ui.stylesheet.OneStylesheet"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

EMAIL_URL = os.environ.get("EMAIL_URL", "")
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    globals().update(mailbox(EMAIL_URL))
else:
    EMAIL_BACKEND = "doorstep.mail.delivery.KeepForPreview"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
COOKIE_PREFIX = "__Host-" if SESSION_COOKIE_SECURE else ""  # ours alone, and no other host's of the same domain
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "doorstep.site.errors.expired_form"
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https:") else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does that
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "doorstep.config.quiet_log.Entry",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {
        "without_tokens": {"()": "doorstep.config.quiet_log.WithoutTokens"},
        "askers_mistakes": {"()": "doorstep.config.quiet_log.AskersMistakes"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_tokens", "askers_mistakes"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
