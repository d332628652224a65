"""Production starts only when everything it needs is set, and says in one sentence what it cannot use."""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "9x4mQ7vK2wTz8rBn5cLj6hFd3gYs1pAe0uXo-Ri_Wq~Vt:Nb;Mk",
    "ALLOWED_HOSTS": "portaal.example.org",
    "DATABASE_URL": "postgres://gebruiker@127.0.0.1/portaal",
    "KENNISPORTAAL_URL": "https://portaal.example.org",
    "KENNISPORTAAL_FROM_EMAIL": "portaal@example.org",
    "EMAIL_HOST": "mail.example.org",
    "TRUSTED_PROXIES": "1",
}
ASK = [sys.executable, "manage.py", "shell", "-v0", "-c", "from django.conf import settings; print(settings.DEBUG)"]


def start(environment: dict[str, str], command: list[str] | None = None) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if name not in COMPLETE}
    return subprocess.run(
        command or ASK,
        cwd=ROOT,
        env={**plain, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], str]:
    """What the settings say that cannot be used: read anew in this process, for a process of its own takes seconds."""

    def read(environment: dict[str, str]) -> str:
        for name in COMPLETE:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for name in [name for name in sys.modules if name.startswith("portal.settings.")]:
            monkeypatch.delitem(sys.modules, name)
        with pytest.raises(ImproperlyConfigured) as caught:
            importlib.import_module("portal.settings.production")
        return str(caught.value)

    return read


def test_a_complete_environment_starts_without_debug() -> None:
    done = start(COMPLETE)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named(name: str, refused: Callable[[dict[str, str]], str]) -> None:
    for environment in ({key: value for key, value in COMPLETE.items() if key != name}, {**COMPLETE, name: ""}):
        assert f"Set the environment variable {name};" in refused(environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_PORT", "abc"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_PORT", "5.5"),
        ("EMAIL_PORT", "99999999999999999999"),
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "-1"),
        ("DATABASE_URL", "onzin"),
        ("DATABASE_URL", "postgres://gebruiker:geheim@host:poort/naam"),
        ("DATABASE_URL", "postgres://gebruiker:gehe[im@host/naam"),
        ("DATABASE_URL", "postgres://gebruiker:geheim@host"),
        ("DATABASE_URL", "mysql://gebruiker:geheim@host/naam"),
        ("ALLOWED_HOSTS", "https://portaal.example.org"),
        ("ALLOWED_HOSTS", ","),
        ("KENNISPORTAAL_URL", "http://portaal.example.org"),
        ("KENNISPORTAAL_URL", "https://"),
        ("KENNISPORTAAL_URL", "https://portaal.example.org:poort"),
        ("KENNISPORTAAL_URL", "https://portaal.example.org/pad"),
        ("KENNISPORTAAL_URL", "https://[::1"),
        ("SECRET_KEY", "kort"),
        ("SEARCH_ENGINE", "solr"),
        ("ELASTICSEARCH_TIMEOUT", "snel"),
        ("ELASTICSEARCH_REPLICAS", "1.5"),
        ("ELASTICSEARCH_URL", "zoek.example.org"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(name: str, value: str, refused: Callable[[dict[str, str]], str]) -> None:
    said = refused({**COMPLETE, name: value})
    assert said.startswith(name)
    assert "geheim" not in said
    assert "\n" not in said


def test_a_command_says_only_that_sentence() -> None:
    done = start({**COMPLETE, "DATABASE_URL": "onzin"})
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("DATABASE_URL must be postgres://")


def test_the_web_process_says_it_too_and_stops() -> None:
    gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
    done = start({**COMPLETE, "EMAIL_PORT": "abc"}, gunicorn)
    assert done.returncode != 0
    assert "EMAIL_PORT must be a whole number from 1 to 65535, not 'abc'." in done.stderr.splitlines()
    assert "Traceback" not in done.stderr


def test_django_finds_nothing_to_say_about_production() -> None:
    done = start(COMPLETE, [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    assert done.returncode == 0, done.stderr
    assert "WARNINGS" not in done.stderr


def test_without_a_proxy_nobody_is_believed_about_tls() -> None:
    ask = [*ASK[:-1], "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER)"]
    assert start({**COMPLETE, "TRUSTED_PROXIES": "0"}, ask).stdout.strip() == "None"
