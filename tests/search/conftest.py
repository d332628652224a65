"""Every test of search has its own index folder and a domain of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from search import engines


@pytest.fixture
def own_search(settings: Settings, tmp_path: Path) -> Path:
    """The settings of search with the tests' own source; returns the folder of the index."""
    settings.SEARCH = {
        "ENGINE": "embedded",
        "EMBEDDED_PATH": tmp_path / "index",
        "SOURCES": ["tests.search.sources.GroepSource"],
        "VOCABULARY": "tests.search.sources.Woorden",
        "FACETS": "tests.search.sources.FACETS",
        "AUDIENCE": "tests.search.sources.audience",
    }
    engines.forget_vocabulary()
    return tmp_path / "index"
