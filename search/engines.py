"""Which engine answers and which indexes are kept: the only file that reads that setting."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache, partial

from django.core.signals import setting_changed

from search import conf
from search.embedded.engine import EmbeddedEngine
from search.facets import Facet
from search.indexing import outbox
from search.language.dutch import Language
from search.language.thesaurus import Thesaurus, build
from search.language.written import MOST, Forms
from search.protocol import SearchEngine
from search.source import Term

EMBEDDED = "embedded"
ELASTIC = "elastic"
REMEMBER_TERMS = 60.0

_language = Language()
_forms = Forms(_language)
_terms: tuple[float, Thesaurus, tuple[Term, ...]] | None = None
_labels: dict[str, tuple[float, Mapping[str, str]]] = {}


def language() -> Language:
    """The one description of Dutch, shared so that its memory is too."""
    return _language


def forms() -> Forms:
    """The written words that were met; begun anew when they are many."""
    global _forms  # noqa: PLW0603
    if len(_forms) > MOST:
        _forms = Forms(_language)
    return _forms


def _vocabulary() -> tuple[Thesaurus, tuple[Term, ...]]:
    global _terms  # noqa: PLW0603  one memory a process
    if _terms is None or time.monotonic() > _terms[0] + REMEMBER_TERMS:
        vocabulary = conf.vocabulary()
        terms = tuple(vocabulary.terms()) if vocabulary else ()
        _terms = time.monotonic(), build(terms, _language), terms
    return _terms[1], _terms[2]


def thesaurus() -> Thesaurus:
    """The vocabulary as questions use it; another process's change is seen within a minute."""
    return _vocabulary()[0]


def terms() -> tuple[Term, ...]:
    """The vocabulary as it was handed in."""
    return _vocabulary()[1]


def forget_vocabulary() -> None:
    """Read the terms again at the next question."""
    global _terms  # noqa: PLW0603
    _terms = None
    _labels.clear()


def labels(facet: Facet) -> Mapping[str, str]:
    """What the values of a facet are called, remembered as long as the terms are."""
    known = _labels.get(facet.name)
    if known is None or time.monotonic() > known[0] + REMEMBER_TERMS:
        known = _labels[facet.name] = time.monotonic(), facet.value_labels()
    return known[1]


@lru_cache(maxsize=1)
def embedded() -> EmbeddedEngine:
    """The engine that is always there."""
    return EmbeddedEngine(conf.embedded_path(), _language, thesaurus, partial(outbox.owner, EMBEDDED))


@lru_cache(maxsize=1)
def _elastic() -> SearchEngine:
    # Imported when it is chosen: a portal without a server needs none of it.
    from search.elastic.client import DEFAULT_PREFIX, SEARCH_TIMEOUT, WRITE_TIMEOUT, Cluster
    from search.elastic.engine import ElasticEngine

    given = conf.option("ELASTIC", {})
    cluster = Cluster(
        hosts=tuple(given["HOSTS"]),
        prefix=given.get("PREFIX", DEFAULT_PREFIX),
        api_key=given.get("API_KEY", ""),
        ca_certs=given.get("CA_CERTS", ""),
        search_timeout=float(given.get("SEARCH_TIMEOUT", SEARCH_TIMEOUT)),
        write_timeout=float(given.get("WRITE_TIMEOUT", WRITE_TIMEOUT)),
        replicas=int(given.get("REPLICAS", 0)),
    )

    def facets() -> list[str]:
        return [facet.name for facet in conf.facets()]

    return ElasticEngine(cluster, _language, thesaurus, facets, partial(outbox.owner, ELASTIC))


def primary() -> SearchEngine:
    """The engine of the settings."""
    return _elastic() if conf.engine_name() == ELASTIC else embedded()


def fallback() -> SearchEngine | None:
    """The engine that answers when the primary one cannot; None when that is the primary one itself."""
    return embedded() if conf.engine_name() == ELASTIC else None


def kept() -> tuple[SearchEngine, ...]:
    """Every engine whose index is kept true, the primary one first."""
    other = fallback()
    return (primary(), other) if other else (primary(),)


def indexes() -> tuple[str, ...]:
    """The names of the kept engines, as they stand in the outbox."""
    return tuple(engine.name for engine in kept())


def _forget(*, setting: str, **_: object) -> None:
    if setting == "SEARCH":
        embedded.cache_clear()
        _elastic.cache_clear()
        forget_vocabulary()


setting_changed.connect(_forget)
