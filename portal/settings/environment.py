"""Reads the environment: what is missing or cannot be read is one sentence, with the name of the variable in it."""

import os
import re
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def given(name: str, default: str = "") -> str:
    """The value of an environment variable; an empty one counts as none."""
    return os.environ.get(name, "").strip() or default


def required(name: str) -> str:
    """The value of an environment variable; ImproperlyConfigured when it is missing or empty."""
    value = given(name)
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}; see docs/instellingen.md.")
    return value


def number(name: str, default: str) -> float:
    """A number that is not negative, with a point when it must."""
    value = given(name, default)
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", value, re.ASCII):
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.")
    return float(value)


def whole(name: str, default: str, *, least: int = 0, most: int = 999_999) -> int:
    """A whole number within bounds."""
    value = given(name, default)
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def one_of(name: str, default: str, *others: str) -> str:
    """One of these words; the first when nothing is given."""
    value = given(name, default)
    if value not in (default, *others):
        raise ImproperlyConfigured(f"{name} must be {' or '.join((default, *others))}, not {value!r}.")
    return value


def hosts(name: str) -> list[str]:
    """Names of hosts with commas between them, as Django's ALLOWED_HOSTS wants them: no scheme, no port."""
    found = [host.strip() for host in required(name).split(",") if host.strip()]
    wrong = [host for host in found if not re.fullmatch(r"\.?[\w.-]+|\[[0-9A-Fa-f:.]+\]|\*", host)]
    if wrong or not found:
        raise ImproperlyConfigured(f"{name} must be names of hosts with commas between them, not {required(name)!r}.")
    return found


def address(name: str, default: str, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """The address of a site, without a path and without the slash at its end."""
    value = given(name, default).rstrip("/")
    begins = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(value)
        good = parts.scheme in schemes and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or value != f"{parts.scheme}://{parts.netloc}" or "@" in value or re.search(r"[\s\\]", value):
        raise ImproperlyConfigured(f"{name} must begin with {begins} and name a host, nothing more; not {value!r}.")
    return value


def database(name: str, default: str) -> dict[str, object]:
    """A database; its URL holds a password, so that the sentence does not repeat it."""
    value = given(name, default)
    try:
        found = dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
    except (ValueError, AttributeError, TypeError):
        found = {}
    engine = str(found.get("ENGINE", "")).rpartition(".")[2]
    if engine not in ("postgresql", "sqlite3") or not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} must be postgres://user:password@host:port/name or sqlite:////path/of/the/file; special "
            "characters in it are written as %40."
        )
    return found
