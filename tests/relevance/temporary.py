"""A database and a search server that are gone afterwards, for programs that run outside the tests."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tools import elasticsearch as server


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


@contextmanager
def database() -> Iterator[None]:
    """Django with an empty, migrated SQLite database and folders of its own."""
    with tempfile.TemporaryDirectory(prefix="kennisportaal-relevance-") as folder:
        os.environ["KENNISPORTAAL_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        _say("Migrating a temporary database...")
        call_command("migrate", verbosity=0)
        _say("Loading the demo and building the indexes...")
        yield


@contextmanager
def elasticsearch(url: str) -> Iterator[str]:
    """The given server, or one of our own."""
    if url:
        yield url
        return
    _say("Starting Elasticsearch...")
    with server.running() as node:
        yield node.url
