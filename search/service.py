"""The public face of search: what views, feeds, templates and commands of other packages may call."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Model

from search import conf, engines, querystring, signals
from search.indexing import delivery, outbox
from search.indexing.standing import LATE, standing
from search.language.dutch import fold, tokens
from search.language.highlight import Highlighter, readable_text
from search.plan import Plan
from search.protocol import EngineStatus, EngineUnavailable, SearchEngine
from search.results.counting import answers, without
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
# Index -> why it could not be renewed, as it was told.
_told: dict[str, str] = {}

MOST_PAGES = 500
LARGEST_PAGE = 100
MOST_FACET_VALUES = 100

UNAVAILABLE = "Zoeken lukt op dit moment niet. Probeer het over een paar minuten opnieuw."
SHORTENED = "Uw zoekvraag is lang. Er is gezocht met de eerste woorden."
STRANGE = "In uw zoekvraag staat geen woord dat wij kennen. Zoek met letters van ons alfabet of met cijfers."
LEFT_OUT = "Het telt nu niet mee: u ziet ook resultaten die er niet bij passen."
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
        (answer, counting), engine, notice = _ask(query.audience, lambda found, whom: answers(query, found, whom))
    except EngineUnavailable as error:
        logger.error("No engine can answer: %s", error)
        return SearchResults(query, notice=UNAVAILABLE)
    shown = _still_visible(query.audience, answer.hits)
    counting = without(counting, answer.hits, shown, query.audience.counting)
    answer = replace(without(answer, answer.hits, shown, query.audience), hits=tuple(shown))
    highlighter = Highlighter(answer.plan, engines.forms())
    return SearchResults(
        query=query,
        hits=tuple(_hit(hit, highlighter, query.audience) for hit in shown),
        total=answer.total,
        apart=answer.total - counting.total,
        facets=_facets(query, answer, counting),
        did_you_mean=_corrected(query.text, answer.corrections),
        notice=" ".join(filter(None, [*_said(query, answer.plan), notice])),
        engine=engine.name,
    )


def _said(query: SearchQuery, plan: Plan) -> tuple[str, ...]:
    """What the reader must know of how the question was understood."""
    unread = f"{why} {LEFT_OUT}" if (why := querystring.not_understood(query)) else ""
    return unread, SHORTENED if plan.shortened else "", STRANGE if plan.strange else ""


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
        engine = engines.embedded()
        whom = replace(audience, withheld=standing(engine).withheld)
        hits = engine.similar(key, whom, kinds, size)
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
        hits, _, _ = _ask(audience, lambda engine, whom: engine.suggest(text, whom, size))
    except EngineUnavailable:
        hits = ()
    known = {fold(suggestion.text) for suggestion in found}
    titles = (hit.document for hit in _still_visible(audience, hits))
    found += [Suggestion(one.title, one.url, one.kind) for one in titles if fold(one.title) not in known]
    return tuple(found[:size])


def touched(instance: Model) -> None:
    """As if this had been saved: for a change of which no watched model's signal tells, such as a move."""
    signals.touched(instance)


def work(limit: int = 100) -> int:
    """Deliver what waits, at most so many rows an engine; returns how many arrived. For the worker's loop."""
    # The embedded index first: it never waits for a server.
    return sum(delivery.deliver(engine, limit) for engine in reversed(engines.kept()))


def renew() -> dict[str, int]:
    """Build what is not there, damaged, another database's or another program's; engine -> documents. Else cheap."""
    made = {}
    for engine in engines.kept():
        try:
            engine.tidy()
            if why := engine.trouble(closely=True):
                logger.warning("The index %s is built anew, for %s", engine.name, why.partition(":")[0])
                made[engine.name] = delivery.rebuild(engine)
                logger.warning("The index %s is built anew: %d documents", engine.name, made[engine.name])
            _told.pop(engine.name, None)
        except EngineUnavailable as error:
            _tell(engine.name, str(error))
    return made


def _tell(index: str, why: str) -> None:
    """Say why an index cannot be renewed, and not again every few seconds."""
    if _told.get(index) != why:
        logger.warning("The index %s cannot be renewed now, which is tried again: %s", index, why)
        _told[index] = why


def rebuild() -> dict[str, int]:
    """Build every kept index anew; engine -> number of documents. Questions are answered from the old one meanwhile."""
    return {engine.name: delivery.rebuild(engine) for engine in engines.kept()}


@dataclass(frozen=True, slots=True)
class Health:
    """How search does, in English, for who watches over it. `problem`: "" when all is well; it names no server."""

    answers: bool
    problem: str


def health() -> Health:
    """Whether questions are answered, and by the engine that should. Asked often: looks at no document."""
    answers, said = False, []
    for engine in engines.kept():
        try:
            engine.ready()
            late = standing(engine).late
        except EngineUnavailable:
            said.append(f"the index {engine.name} does not answer, search_index status says why")
            continue
        answers = True
        if late:
            said.append(f"changes wait for the index {engine.name} for longer than {LATE.seconds // 60} minutes")
        if outbox.waiting(engine.name)[1]:
            said.append(f"changes for the index {engine.name} were given up")
    return Health(answers, "; ".join(said))


def status() -> list[tuple[EngineStatus, tuple[int, int, Any]]]:
    """Of every kept engine: how it does, and (waiting rows, parked rows, moment of the oldest waiting row)."""
    return [(engine.status(), outbox.waiting(engine.name)) for engine in engines.kept()]


def _ask(audience: Audience, question: Callable[[SearchEngine, Audience], Answer]) -> tuple[Answer, SearchEngine, str]:
    """Ask the primary engine, or else the fallback; with the sentence that the reader must see.

    The audience is told what may not be answered from.
    """
    primary, fallback = engines.primary(), engines.fallback()

    def ask(engine: SearchEngine) -> tuple[Answer, bool]:
        found = standing(engine)
        return question(engine, replace(audience, withheld=found.withheld)), found.late

    try:
        answer, late = ask(primary)
    except EngineUnavailable as error:
        if fallback is None:
            raise
        logger.warning("Search engine %s is unavailable, the embedded index answers: %s", primary.name, error)
        answer, late = ask(fallback)
        return answer, fallback, f"{FALLBACK} {BEHIND}" if late else FALLBACK
    return answer, primary, BEHIND if late and fallback is None else ""


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
