"""The demo and development on one machine: SQLite, embedded search, no server to install."""

import os

from .base import *  # noqa: F403
from .base import STATIC_ROOT

DEBUG = os.environ.get("DEBUG", "") == "1"
# Known to everybody, so only good for a machine that nobody else can reach.
SECRET_KEY = "dev-only-key-that-guards-nothing-but-a-local-demo"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# The two accounts that the demo prints log in with their password alone. Its third, beheerder, shows the second factor.
SECOND_FACTOR_EXEMPT = ("redacteur", "ketenpartner")
WHITENOISE_USE_FINDERS = True
# The finders serve what is collected elsewhere; the folder only has to be there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
