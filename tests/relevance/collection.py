"""What the questions are asked of: the demo's content, with or without other texts that only distract."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.core.management import call_command

from search import conf, engines, service, signals
from search.elastic.client import Cluster
from search.elastic.engine import ElasticEngine
from search.embedded.engine import EmbeddedEngine
from search.indexing import delivery
from search.protocol import Put, SearchEngine
from search.types import SearchDocument, SearchQuery
from tests.relevance.judged import EVERYBODY, Topic, docid
from tests.relevance.measure import DEPTH, Run
from tests.search import elasticsearch_server

BATCH = 100
LONGEST = 7_000


def load_demo() -> list[SearchDocument]:
    """Load the demo's content into the database, which is empty, and read it as search does."""
    with signals.switched_off():
        call_command("load_demo", verbosity=0)
    engines.forget_vocabulary()
    return [item.document for batch in delivery.everything(1) for item in batch if isinstance(item, Put)]


def distractors(path: Path, most: int) -> list[SearchDocument]:
    """Texts of a file with one JSON object a line: id, soort, titel and tekst."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, most)]
    return [
        SearchDocument(
            source="afleider",
            object_id=str(row["id"]),
            kind=row["soort"],
            title=row["titel"][:200],
            url=f"afleider:{row['id']}",
            changed=datetime(2026, 1, 1, tzinfo=UTC),
            body=row["tekst"][:LONGEST],
        )
        for row in rows
    ]


@contextmanager
def both_engines(documents: Sequence[SearchDocument], url: str) -> Iterator[tuple[EmbeddedEngine, ElasticEngine]]:
    """Both engines with an index of these documents each; removed afterwards."""
    with tempfile.TemporaryDirectory() as folder, elasticsearch_server.own_prefix(url) as prefix:
        embedded = EmbeddedEngine(Path(folder), engines.language(), engines.thesaurus)
        cluster = Cluster((url,), prefix, search_timeout=20, write_timeout=120)
        names = [facet.name for facet in conf.facets()]
        elastic = ElasticEngine(cluster, engines.language(), engines.thesaurus, lambda: names)
        for engine in (embedded, elastic):
            engine.rebuild(batches(documents))
        yield embedded, elastic


def batches(documents: Sequence[SearchDocument]) -> Iterator[list[Put]]:
    """The documents as a rebuild takes them."""
    return ([Put(one, 1) for one in documents[at : at + BATCH]] for at in range(0, len(documents), BATCH))


def run_of(engine: SearchEngine, asked: Sequence[Topic]) -> dict[str, list[str]]:
    """The engine's answers as a reader gets them: where nothing is found, those behind "Bedoelde u"."""
    return run_and_totals(engine, asked)[0]


def run_and_totals(engine: SearchEngine, asked: Sequence[Topic]) -> tuple[dict[str, list[str]], list[int]]:
    """The same, and how many results the engine says that each question has as it was typed."""
    totals: list[int] = []

    def answer(text: str) -> list[SearchDocument]:
        question = SearchQuery(text, audience=EVERYBODY, size=DEPTH)
        found = engine.search(question)
        totals.append(found.total)
        if not found.hits and found.corrections:
            found = engine.search(question.but(text=service._corrected(text, found.corrections)))
        return [hit.document for hit in found.hits]

    return run(answer, asked), totals


def run(answer: Callable[[str], Sequence[SearchDocument]], asked: Sequence[Topic]) -> dict[str, list[str]]:
    """Question -> documents, best first."""
    return {topic.qid: [docid(one) for one in answer(topic.text)[:DEPTH]] for topic in asked}


def merged(runs: Sequence[Run], topic: Topic) -> list[str]:
    """All documents that any of the runs has for this question."""
    return sorted({one for run in runs for one in run[topic.qid][:DEPTH]})
