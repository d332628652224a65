"""The Elasticsearch engine keeps the contract, on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.elastic.client import Cluster
from search.elastic.engine import ElasticEngine
from search.language.dutch import Language
from search.language.thesaurus import build
from search.protocol import EngineUnavailable, Put
from search.types import SearchQuery
from tests.search import elasticsearch_server
from tests.search.documents import TERMS, document, puts
from tests.search.engine_contract import EngineContract, found

FACETS = ("soort", "vorm", "fase")


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """One server for all tests of this process."""
    with elasticsearch_server.running() as url:
        yield url


def make(url: str, prefix: str) -> ElasticEngine:
    """An engine on this server. The tests wait longer than a reader would."""
    language = Language()
    words = build(TERMS, language)
    return ElasticEngine(Cluster((url,), prefix, search_timeout=20), language, lambda: words, lambda: FACETS)


class TestElastic(EngineContract):
    """All of it."""

    @pytest.fixture
    def engine(self, elasticsearch_url: str) -> Iterator[ElasticEngine]:
        with elasticsearch_server.own_prefix(elasticsearch_url) as prefix:
            made = make(elasticsearch_url, prefix)
            made.rebuild([])
            yield made

    def test_an_index_that_vanishes_is_unavailable_and_nothing_is_made_by_accident(
        self, engine: ElasticEngine, elasticsearch_url: str
    ) -> None:
        other = make(elasticsearch_url, "test-nergens")
        with pytest.raises(EngineUnavailable):
            other.search(SearchQuery("hulp"))
        assert not other.status().available

    def test_what_the_server_cannot_store_is_refused_and_the_rest_arrives(self, engine: ElasticEngine) -> None:
        long_value = document("30", "Te lang", facets={"vorm": ("x" * 40_000,)})
        report = engine.deliver([Put(long_value, 1), *puts()[:1]])
        assert set(report.refused) == {"pagina:30"}
        assert report.done == {"pagina:1"}
        assert found(engine) == ["1"]

    def test_a_rebuild_sweeps_what_a_killed_one_left(self, engine: ElasticEngine) -> None:
        left = engine._indices.create()
        engine.rebuild([puts()])
        assert left not in engine._client.indices.get(index=f"{engine._indices.prefix}-*").body
        assert len(found(engine)) == 8
