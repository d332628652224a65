"""Other ways to search the same documents, so that the judged documents are not only those of our own ranking."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from search.embedded.engine import EmbeddedEngine
from search.fields import open_text
from search.language.dutch import Language, fold, tokens
from search.language.thesaurus import Thesaurus
from search.types import SearchDocument, SearchQuery
from tests.relevance.collection import batches
from tests.relevance.judged import EVERYBODY
from tests.relevance.measure import DEPTH

Answer: TypeAlias = Callable[[str], list[SearchDocument]]


class Plain(Language):
    """Dutch without compounds."""

    def __init__(self) -> None:
        super().__init__()
        self._splitter.split = lambda word: ()  # type: ignore[method-assign]


@contextmanager
def without_parts(documents: Sequence[SearchDocument]) -> Iterator[Answer]:
    """The embedded engine without compounds, synonyms and joined words."""
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), Plain(), Thesaurus)
        engine.rebuild(batches(documents))
        yield lambda text: [
            hit.document for hit in engine.search(SearchQuery(text, audience=EVERYBODY, size=DEPTH)).hits
        ]


def bm25_of_sqlite(documents: Sequence[SearchDocument]) -> Answer:
    """FTS5 as it comes: no stems, any word will do, a title counts three times."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')")
    rows = ((number, one.title, open_text(one)) for number, one in enumerate(documents, 1))
    connection.executemany("INSERT INTO plain(rowid, title, body) VALUES (?, ?, ?)", rows)

    def answer(text: str) -> list[SearchDocument]:
        words = [fold(token.text) for token in tokens(text)]
        match = " OR ".join(f'"{word}"' for word in words if word)
        sql = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY bm25(plain, 3.0, 1.0) LIMIT ?"
        return [documents[number - 1] for (number,) in connection.execute(sql, (match, DEPTH))]

    return answer


@contextmanager
def dutch_of_elasticsearch(documents: Sequence[SearchDocument], url: str, name: str) -> Iterator[Answer]:
    """The analyzer `dutch` of the server over title and body; a letter or two may be wrong."""
    field = {"type": "text", "analyzer": "dutch"}
    with Elasticsearch(url, request_timeout=60) as client:
        client.indices.create(index=name, mappings={"properties": {"title": field, "body": field}})
        rows: Iterator[dict[str, Any]] = (
            {"_index": name, "_id": str(number), "title": one.title, "body": open_text(one)}
            for number, one in enumerate(documents)
        )
        bulk(client, rows, refresh=True)

        def answer(text: str) -> list[SearchDocument]:
            query = {"multi_match": {"query": text, "fields": ["title^3", "body"], "fuzziness": "AUTO:5,9"}}
            found = client.search(index=name, query=query, size=DEPTH, source=False)
            return [documents[int(hit["_id"])] for hit in found["hits"]["hits"]]

        yield answer
