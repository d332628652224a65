"""What production sets, for tests that must run as production does: https behind a proxy, and hosts of our own only."""

from __future__ import annotations

import os
import runpy
from typing import Any
from unittest import mock

from portal.settings import base

HOST = "portaal.voorbeeld.test"
# Everything that production asks of its environment.
ENVIRONMENT = {
    "SECRET_KEY": "een-sleutel-voor-tests-die-lang-genoeg-is-en-niets-bewaakt",
    "ALLOWED_HOSTS": HOST,
    "DATABASE_URL": "sqlite://",
    "KENNISPORTAAL_URL": f"https://{HOST}",
    "KENNISPORTAAL_FROM_EMAIL": "portaal@voorbeeld.test",
    "EMAIL_HOST": "127.0.0.1",
    "TRUSTED_PROXIES": "1",
}
# As the proxy passes a visitor on.
FORWARDED = {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
# A run of tests has its own database, mail and files; the names of static files come from a run of collectstatic.
OWN = ("DATABASES", "EMAIL_BACKEND", "LATER_EMAIL_BACKEND", "STORAGES", "SEARCH", "CACHES", "TASKS")


def settings() -> dict[str, Any]:
    """What portal.settings.production changes of the base, read from that module itself."""
    with mock.patch.dict(os.environ, ENVIRONMENT):
        found = runpy.run_module("portal.settings.production")
    return {
        name: value
        for name, value in found.items()
        if name.isupper() and name not in OWN and value != getattr(base, name, None)
    }
