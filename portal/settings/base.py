"""What every environment shares. The environment is read in this package only."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from .accounts import *  # noqa: F403
from .environment import address, database
from .search import SEARCH as SEARCH

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything a running portal writes on one machine: database, media, search index.
VAR_DIR = Path(os.environ.get("KENNISPORTAAL_VAR", BASE_DIR / "var"))

# The packages of this project that have models, from the one that knows the others to the one that knows none.
OWN_APPS = ["proeftuinen", "portal"]
INSTALLED_APPS = [
    "portal",
    "proeftuinen",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # First what every answer gets, a refusal too; then who is refused; then the rest.
    "portal.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.health",
    "portal.middleware.bad_input",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.private_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.access.second_factor.required",
    "portal.access.sessions.keep_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.atomic_admin",
    "portal.editing.collisions.collision_message",
    # Asked before it: a key that is none is no broken rule of the data.
    "portal.editing.not_understood.not_understood",
    "portal.pages.redirects.visible_redirects",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.site.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]] = {
    "default": database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'kennisportaal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for a writer, and a writer waits its turn instead of failing halfway.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A page is four tables, so the filters of a list join more than a hundred. PostgreSQL seeks the best order of eight
    # at a time: ten seconds of planning for a query of a twentieth. Of four at a time it takes a tenth of that. What
    # DATABASE_URL says itself comes last, and wins.
    PLANNING = "-c join_collapse_limit=4 -c from_collapse_limit=4 -c jit=off"
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["options"] = f"{PLANNING} {_options.get('options', '')}".strip()
    # Seconds to wait for a server that does not answer at all, and milliseconds for one that went away while it was
    # asked. Without them a request waits for minutes.
    _options.setdefault("connect_timeout", 5)
    _options.setdefault("tcp_user_timeout", 20_000)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.Gebruiker"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.access.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# What the key of each is, and why these: portal/access/limits.py and portal/access/password_reset.py.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key,20/d/key",
    "login_failed_account": "100/d/key",
    "reset_password": "20/h/ip",
    "reset_password_mail": "3/h/key",
    "uitnodiging": "20/m/ip",
    "uitnodigen": "100/h/user",
}
ACCOUNT_FORMS = {"reset_password": "portal.access.password_reset.ResetPasswordForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/utrecht", NODE_MODULES / "@utrecht/component-library-css/dist"),
    ("vendor/tokens", NODE_MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist"),
    ("vendor/noto-sans", NODE_MODULES / "@fontsource-variable/noto-sans"),
]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

STORAGES = {
    "default": {"BACKEND": "portal.files.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CACHES = {
    "default": {"BACKEND": "portal.access.limits.SharedCountsCache"},
    # Seen by all processes and hosts, and still there after a restart.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Wagtail would remember renditions that another process has removed since, because the image was replaced.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# Wagtail's own tasks run at once: its admin search would otherwise miss a page until a worker ran.
# Ours that nobody waits for are done by the worker; see portal/running/later.py.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "later": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

WAGTAIL_SITE_NAME = "Kennisportaal Aanpak Mensenhandel"
# What a search engine shows of a page that says nothing of itself.
SITE_DESCRIPTION = "Handreikingen, hulpmiddelen, praktijkvoorbeelden en proeftuinen voor de aanpak van mensenhandel."
WAGTAILADMIN_BASE_URL = address("KENNISPORTAAL_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "portal.Afbeelding"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.Bestand"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.files.forms.BestandForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv", "txt"]
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.files.forms.AfbeeldingForm"
# A photo of 6,000 by 4,000 is larger than any page shows, and takes a second and 100 MB to work on.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# As the forms of the Dutch locale read them.
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT, WAGTAIL_TIME_FORMAT = "%d-%m-%Y", "%d-%m-%Y %H:%M", "%H:%M"
# An address that can be typed and read aloud: één becomes een.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
# One place to change a password and one to replace a lost one, both of them limited: the account pages.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/waarom-zie-ik-dit-niet/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("nl", "Nederlands")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.editing.admin_search"}}
WAGTAIL_FINDERS: list[str] = []
TAGGIT_CASE_INSENSITIVE = True
# Functions that give the addresses which a reader may find, beside the pages: reader -> [path].
SITEMAP_PLACES = ["proeftuinen.sitemaps.places"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The address that a load balancer asks, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^gezondheid/$"]
# Nothing here needs a camera, a place or a payment; keys for logging in are the site's own.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
    )
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's admin writes inline scripts and styles in its date choosers and panels; it gets a header of its own.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

EMAIL_BACKEND = "portal.running.mail.QueuedEmailBackend"
# What the worker sends with. In the demo it prints.
LATER_EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("KENNISPORTAAL_FROM_EMAIL", "kennisportaal@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A server that does not answer is told of once, in our own words, not at each try with a traceback.
    # Of a task that fails portal/running/later.py tells.
    "loggers": {"elastic_transport": {"level": "ERROR"}, "django_tasks": {"level": "CRITICAL"}},
}
