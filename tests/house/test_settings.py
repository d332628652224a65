"""Production starts only when everything it needs is set, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "portaal.example.org",
    "DATABASE_URL": "postgres://gebruiker@127.0.0.1/portaal",
    "KENNISPORTAAL_URL": "https://portaal.example.org",
    "KENNISPORTAAL_FROM_EMAIL": "portaal@example.org",
    "EMAIL_HOST": "mail.example.org",
}


def start(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if name not in COMPLETE}
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"],
        cwd=ROOT,
        env={**plain, **environment, "DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_starts_without_debug() -> None:
    done = start(COMPLETE)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named(name: str) -> None:
    done = start({key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert f"Set the environment variable {name};" in done.stderr
