"""The web process: `gunicorn portal.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

# gunicorn knows it as "the application cannot start" and stops, instead of trying again and again.
CANNOT_START = 4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)  # noqa: T201  before there is a log
    sys.exit(CANNOT_START)
