"""The embedded engine keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.embedded.engine import EmbeddedEngine
from search.language import Language
from search.thesaurus import build
from tests.search.documents import TERMS
from tests.search.engine_contract import EngineContract


class TestEmbedded(EngineContract):
    """All of it."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> EmbeddedEngine:
        language = Language()
        words = build(TERMS, language)
        return EmbeddedEngine(tmp_path, language, lambda: words)
