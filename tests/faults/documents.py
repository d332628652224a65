"""Documents that say of themselves which version they are, so that an answer can be judged word by word."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from search.elastic.client import Cluster
from search.elastic.engine import ElasticEngine
from search.language.dutch import Language
from search.language.thesaurus import Thesaurus
from search.protocol import Put, SearchEngine
from search.types import SearchDocument, SearchQuery
from tests.search.documents import document

FACETS = ("soort", "vorm", "fase")
# A word of every document, and the start of the word that only one has.
COMMON = "meldroute"


def numbered(number: int, version: int) -> SearchDocument:
    """Document `number` in this version: words for its number and its version, and one that all have."""
    return document(str(number), f"Nummer n{number}q", body=f"De {COMMON} in uitgave v{version}q van n{number}q.")


def puts(numbers: range, version: int) -> list[Put]:
    """These documents in one version, ready to be delivered."""
    return [Put(numbered(number, version), version) for number in numbers]


def version_found(engine: SearchEngine, number: int) -> int:
    """The version in which this document is found by its number; -1 when it is not found as the first."""
    hits = engine.search(SearchQuery(f"n{number}q")).hits
    if not hits or hits[0].document.object_id != str(number):
        return -1
    return int(hits[0].document.body.partition("uitgave v")[2].partition("q")[0])


def elastic(*hosts: str, prefix: str, replicas: int = 0, search_timeout: float = 5.0) -> ElasticEngine:
    """An engine on these hosts."""
    cluster = Cluster(hosts, prefix, replicas=replicas, search_timeout=search_timeout)
    return ElasticEngine(cluster, Language(), Thesaurus, lambda: FACETS)


def command(action: str) -> tuple[int, str]:
    """search_index: (exit code, what it said)."""
    said = StringIO()
    try:
        call_command("search_index", action, stdout=said, stderr=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()
