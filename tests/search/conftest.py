"""Every test of search has its own index folder and a domain of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from search import engines, signals
from search.indexing import outbox

Committed: TypeAlias = Callable[[], AbstractContextManager[Any]]
Create: TypeAlias = Callable[[str], Group]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Committed:
    """A block that ends as a transaction of its own would: what waits for the commit is done."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def create(committed: Committed, db: None) -> Create:
    """Create and commit a document with this title."""

    def made(name: str) -> Group:
        with committed():
            return Group.objects.create(name=name)

    return made


@pytest.fixture
def own_search(settings: Settings, tmp_path: Path, db: None) -> Path:
    """The settings of search with the tests' own source; returns the folder of the index."""
    settings.SEARCH = {
        "ENGINE": "embedded",
        "EMBEDDED_PATH": tmp_path / "index",
        "SOURCES": ["tests.search.sources.GroepSource"],
        "VOCABULARY": "tests.search.sources.Woorden",
        "FACETS": "tests.search.sources.FACETS",
        "AUDIENCE": "tests.search.sources.audience",
        "FILES": "portal.lists.downloads.rows_as_file",
    }
    engines.forget_vocabulary()
    with signals.switched_off():
        # Those of the migrations.
        Group.objects.all().delete()
    outbox.forget()
    engines.embedded().rebuild([])
    return tmp_path / "index"
