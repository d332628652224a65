"""The public face of search: what views, feeds, templates and commands of other packages may call."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model

from search import conf, delivery, engines, outbox, signals
from search.highlight import Highlighter, readable_text
from search.language import fold, tokens
from search.plan import Plan
from search.protocol import EngineStatus, EngineUnavailable, SearchEngine
from search.source import Promoted
from search.types import (
    EVERYONE,
    KIND_FACET,
    Audience,
    EngineHit,
    EngineResults,
    FacetResult,
    FacetValue,
    Hit,
    SearchQuery,
    SearchResults,
    Suggestion,
)

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

MOST_PAGES = 500
LARGEST_PAGE = 100
MOST_FACET_VALUES = 100
STALE = timedelta(minutes=5)

UNAVAILABLE = "Zoeken lukt op dit moment niet. Probeer het over een paar minuten opnieuw."
SHORTENED = "Uw zoekvraag is lang. Er is gezocht met de eerste woorden."
TOO_DEEP = f"Er worden niet meer dan {MOST_PAGES} pagina's getoond. Maak uw zoekvraag preciezer of kies een filter."
BEHIND = "De nieuwste wijzigingen zijn nog niet te vinden: de zoekindex wordt bijgewerkt."
FALLBACK = "De gewone zoekmachine is niet bereikbaar. Een eenvoudiger index geeft nu antwoord."


def search(query: SearchQuery, **changes: Any) -> SearchResults:
    """Answer a question; `changes` replace fields of it. Never raises for a failing engine: it says so in `notice`."""
    query = query.but(**changes) if changes else query
    query = query.but(size=max(1, min(query.size, LARGEST_PAGE)), page=max(1, query.page))
    if query.page > MOST_PAGES:
        return SearchResults(query, notice=TOO_DEEP)
    try:
        answer, engine, notice = _ask(lambda found: found.search(query))
        counting = _counting(query, answer, engine)
    except EngineUnavailable:
        logger.exception("No engine can answer")
        return SearchResults(query, notice=UNAVAILABLE)
    shown = _still_visible(query.audience, answer.hits)
    highlighter = Highlighter(answer.plan, engines.forms())
    return SearchResults(
        query=query,
        hits=tuple(_hit(hit, highlighter, query.audience) for hit in shown),
        total=answer.total - (len(answer.hits) - len(shown)),
        apart=answer.total - counting.total,
        facets=_facets(query, answer, counting),
        did_you_mean=_corrected(query.text, answer.corrections),
        notice=f"{SHORTENED if answer.plan.shortened else ''} {notice}".strip(),
        engine=engine.name,
    )


def promoted(query: SearchQuery) -> Sequence[Promoted]:
    """What editors put above the first page of this question, as far as its audience may see it."""
    found = conf.promotions()
    if found is None or not query.text or query.page > 1 or query.filters:
        return ()
    return found(query.text, query.audience)


def kinds() -> Mapping[str, str]:
    """What each kind of document is called."""
    return next((engines.labels(facet) for facet in conf.facets() if facet.name == KIND_FACET), {})


def similar(key: str, size: int = 4, kinds: Sequence[str] = (), audience: Audience = EVERYONE) -> tuple[Hit, ...]:
    """Documents like this one, best first; empty when nothing is known of it or no engine can answer.

    The embedded index answers, whichever engine is chosen: a page must not wait for a server to show this.
    """
    try:
        hits = engines.embedded().similar(key, audience, kinds, size)
    except EngineUnavailable:
        return ()
    highlighter = Highlighter(Plan(), engines.forms())
    return tuple(_hit(hit, highlighter, audience) for hit in _still_visible(audience, hits))


def suggest(text: str, audience: Audience = EVERYONE, size: int = 8) -> tuple[Suggestion, ...]:
    """Completions: terms of the vocabulary first, then titles."""
    start = fold(text[:100])
    if len(start) < 2:
        return ()
    terms = [term.label for term in engines.terms() if fold(term.label).startswith(start) or start in term.acronyms]
    found = [Suggestion(label) for label in sorted(terms, key=len)[: size // 2]]
    try:
        titles, _, _ = _ask(lambda engine: engine.suggest(text, audience, size))
    except EngineUnavailable:
        titles = ()
    known = {fold(suggestion.text) for suggestion in found}
    found += [suggestion for suggestion in titles if fold(suggestion.text) not in known]
    return tuple(found[:size])


def touched(instance: Model) -> None:
    """As if this had been saved: for a change of which no watched model's signal tells, such as a move."""
    signals.touched(instance)


def work(limit: int = 100) -> int:
    """Deliver what waits, at most so many rows an engine; returns how many arrived. For the worker's loop."""
    # The embedded index first: it never waits for a server.
    return sum(delivery.deliver(engine, limit) for engine in reversed(engines.kept()))


def renew() -> dict[str, int]:
    """Build what is not there or was made by another version of the program; engine -> documents. Cheap otherwise."""
    made = {}
    for engine in engines.kept():
        try:
            engine.tidy()
            if engine.is_outdated():
                made[engine.name] = delivery.rebuild(engine)
        except EngineUnavailable as error:
            logger.warning("Index %s cannot be renewed now: %s", engine.name, error)
    return made


def rebuild() -> dict[str, int]:
    """Build every kept index anew; engine -> number of documents. Questions are answered from the old one meanwhile."""
    return {engine.name: delivery.rebuild(engine) for engine in engines.kept()}


def status() -> list[tuple[EngineStatus, tuple[int, int, Any]]]:
    """Of every kept engine: how it does, and (waiting rows, parked rows, moment of the oldest waiting row)."""
    return [(engine.status(), outbox.waiting(engine.name)) for engine in engines.kept()]


def _ask(question: Callable[[SearchEngine], Answer]) -> tuple[Answer, SearchEngine, str]:
    """Ask the primary engine, or else the fallback; with the sentence that the reader must see."""
    primary, fallback = engines.primary(), engines.fallback()
    if fallback is None:
        return question(primary), primary, BEHIND if outbox.is_behind(primary.name, STALE) else ""
    try:
        return question(primary), primary, ""
    except EngineUnavailable as error:
        logger.warning("Search engine %s is unavailable, the embedded index answers: %s", primary.name, error)
        behind = outbox.is_behind(fallback.name, STALE)
        return question(fallback), fallback, f"{FALLBACK} {BEHIND}" if behind else FALLBACK


def _counting(query: SearchQuery, answer: EngineResults, engine: SearchEngine) -> EngineResults:
    """The answer to the same question over the documents that count: for its total and its counts."""
    audience = query.audience.counting
    if audience.readers == query.audience.readers:
        return answer
    return engine.search(query.but(audience=audience, page=1, size=1))


def _still_visible(audience: Audience, hits: Sequence[EngineHit]) -> list[EngineHit]:
    """The hits that the database, too, lets this audience see: an index may be a moment behind."""
    sources = conf.sources()
    # Sources of the same things ask with the same function, and so once.
    wanted: dict[Callable[..., set[str]], list[str]] = defaultdict(list)
    for hit in hits:
        if source := sources.get(hit.document.source):
            wanted[source.visible_ids].append(hit.document.object_id)
    seen = {check: check(audience, ids) for check, ids in wanted.items()}
    return [
        hit
        for hit in hits
        if (source := sources.get(hit.document.source)) and hit.document.object_id in seen[source.visible_ids]
    ]


def _hit(found: EngineHit, highlighter: Highlighter, audience: Audience) -> Hit:
    document = found.document
    fragments = highlighter.fragments(readable_text(document, audience.closed))
    return Hit(
        key=document.key,
        source=document.source,
        object_id=document.object_id,
        kind=document.kind,
        url=document.url,
        title=highlighter.title(document.title),
        summary=highlighter.summary(document.summary),
        fragments=fragments,
        attachment=highlighter.attachment(document.attachments),
        meta=document.meta,
        facets=document.all_facets,
        published=document.published,
        changed=document.changed,
        score=found.score,
        apart=audience.counting.readers.isdisjoint(document.readers),
    )


def _facets(query: SearchQuery, answer: EngineResults, counting: EngineResults) -> tuple[FacetResult, ...]:
    shown = []
    for facet in conf.facets():
        counts, counted = answer.counts.get(facet.name, {}), counting.counts.get(facet.name, {})
        chosen = query.filters.get(facet.name, ())
        values = [
            FacetValue(value, label, n := counted.get(value, 0), value in chosen, counts.get(value, 0) - n)
            for value, label in engines.labels(facet).items()
            if counts.get(value) or value in chosen
        ]
        if not facet.ordered:
            values.sort(key=lambda value: (-value.count, -value.apart, value.label))
        if values:
            shown.append(FacetResult(facet.name, facet.label, tuple(values[:MOST_FACET_VALUES])))
    return tuple(shown)


def _corrected(text: str, corrections: Any) -> str:
    """The question with its unknown words replaced, as far as they are; "" when nothing is to be corrected."""
    if not corrections:
        return ""
    pieces, place = [], 0
    text = text[:400]
    for token in tokens(text):
        better = corrections.get(fold(token.text))
        if better:
            pieces += [text[place : token.start], better]
            place = token.end
    return "".join([*pieces, text[place:]]).strip() if pieces else ""
