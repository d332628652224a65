"""The tests: fast hashing, memory mail, everything in folders that the run throws away."""

import tempfile
from pathlib import Path

from .dev import *  # noqa: F403
from .dev import SEARCH

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECOND_FACTOR_EXEMPT = ()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEST_DIR = Path(tempfile.mkdtemp(prefix="kennisportaal-test-"))
MEDIA_ROOT = TEST_DIR / "media"
SEARCH = {**SEARCH, "EMBEDDED_PATH": TEST_DIR / "search"}
