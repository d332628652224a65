"""A real portal behind TLS. Starts only when everything it needs is set, and says what is missing."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from .base import *  # noqa: F403
from .base import STORAGES
from .environment import address, hosts, required, whole

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS")
required("DATABASE_URL")
required("KENNISPORTAAL_URL")
WAGTAILADMIN_BASE_URL = address("KENNISPORTAAL_URL", "", schemes=("https",))
if not validate_host(urlsplit(WAGTAILADMIN_BASE_URL).hostname or "", ALLOWED_HOSTS):
    raise ImproperlyConfigured("KENNISPORTAAL_URL must name a host of ALLOWED_HOSTS: mail leads readers there.")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
DEFAULT_FROM_EMAIL = required("KENNISPORTAAL_FROM_EMAIL")
LATER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = whole("EMAIL_PORT", "587", least=1, most=65_535)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20

SECURE_SSL_REDIRECT = True
# How many proxies of our own stand in front of the web process. Each adds who asked it to X-Forwarded-For, so that many
# from the end of it can be believed; what a visitor wrote before it cannot. None: then what says "https" is no proxy's.
required("TRUSTED_PROXIES")
ALLAUTH_TRUSTED_PROXY_COUNT = whole("TRUSTED_PROXIES", "", most=9)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# W019: the admin shows a preview in a frame of its own site. W021: whether browsers know the whole domain beforehand is
# for its owner to decide, and hard to undo.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
