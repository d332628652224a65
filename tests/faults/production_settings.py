"""The settings of production, with static files served as they are: to compress them all takes a minute."""

from portal.settings.production import *  # noqa: F403
from portal.settings.production import STATIC_ROOT, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
