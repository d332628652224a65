"""The embedded engine keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.embedded.engine import EmbeddedEngine
from search.language.dutch import Language
from search.language.thesaurus import build
from search.protocol import Delete, Put
from search.types import SearchQuery
from tests.search.documents import TERMS, document, puts
from tests.search.engine_contract import EngineContract


class TestEmbedded(EngineContract):
    """All of it."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> EmbeddedEngine:
        language = Language()
        words = build(TERMS, language)
        made = EmbeddedEngine(tmp_path, language, lambda: words)
        made.rebuild([])
        return made

    def test_what_is_remembered_of_the_file_follows_its_changes(self, engine: EmbeddedEngine) -> None:
        engine.rebuild([puts()])

        def joined(text: str) -> list[str]:
            return [join.surface for join in engine.search(SearchQuery(text)).plan.joins]

        assert joined("zorg loket") == []
        (before,) = [hit.score for hit in engine.search(SearchQuery("okapi achterdam")).hits]
        engine.deliver([Put(document("90", "Anders", body="Het zorgloket helpt. Okapi okapi."), 2)])
        assert joined("zorg loket") == ["zorgloket"]
        scores = {hit.document.object_id: hit.score for hit in engine.search(SearchQuery("okapi achterdam")).hits}
        assert scores["3"] != before
        assert scores["90"] > 0
        engine.deliver([Delete("pagina:90", 3)])
        assert joined("zorg loket") == []
        assert [hit.score for hit in engine.search(SearchQuery("okapi achterdam")).hits] == [before]
