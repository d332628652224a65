"""A plan into Elasticsearch queries. Pure: values in, values out; the weights are those of `search.scoring`.

Plain dicts: elasticsearch-dsl's query objects took longer to make than the server took to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from search.elastic.mapping import EXACT, EXACT_CLOSED, FACETS, WORDS_CLOSED, WORDS_OPEN, WORDS_TITLE
from search.language.thesaurus import Phrase
from search.plan import Join, Plan
from search.scoring import (
    BODY_PARTS,
    COVERED,
    COVERED_BY_OTHER_WORDING,
    COVERED_IN_TITLE,
    COVERED_IN_TITLE_BY_OTHER_WORDING,
    HALF_LIFE_DAYS,
    LASTING,
    OTHER_WORDING,
    TIE,
    TITLE,
)
from search.types import Audience, SearchQuery

Body: TypeAlias = dict[str, Any]
Query: TypeAlias = Body
MOST_VALUES = 500
# No facet can have this name.
JOINS = "_joins"


def Q(kind: str, /, **parameters: Any) -> Query:  # noqa: N802  as elasticsearch-dsl calls it
    """A query of this kind."""
    return {kind: parameters}


def anywhere(closed: bool) -> tuple[str, ...]:
    """The fields of running text that an audience searches."""
    return ("title", "body", "closed") if closed else ("title", "body")


def word_fields(closed: bool) -> tuple[str, ...]:
    """The fields of written words that an audience may know."""
    return (WORDS_TITLE, WORDS_OPEN, WORDS_CLOSED) if closed else (WORDS_TITLE, WORDS_OPEN)


def _any(queries: Iterable[Query]) -> Query:
    return Q("bool", should=list(queries), minimum_should_match=1)


def has_phrase(phrase: Phrase, fields: Sequence[str]) -> Query:
    """The phrase stands in one of the fields."""
    if len(phrase) == 1:
        return _any(Q("term", **{name: phrase[0]}) for name in fields)
    return _any(Q("match_phrase", **{name: " ".join(phrase)}) for name in fields)


def together(phrase: Phrase, closed: bool) -> Query:
    """These words follow each other, or the one word is there."""
    exact = (EXACT, EXACT_CLOSED) if closed else (EXACT,)
    return has_phrase(phrase, exact if len(phrase) > 1 else anywhere(closed))


def _with_parts(fields: Sequence[str]) -> list[str]:
    return [name for field in fields for name in ((field,) if field == "closed" else (field, f"{field}_parts"))]


def covered(plan: Plan, index: int, fields: Sequence[str]) -> Query:
    """The word, or all its parts, or the word joined to another, stands in the fields."""
    word = plan.words[index]
    either = [has_phrase((word.stem,), _with_parts(fields))]
    if word.parts:
        either.append(Q("bool", filter=[has_phrase((part,), _with_parts(fields)) for part in word.parts]))
    joins = [join.stem for join in plan.joins if index in join.covers]
    if joins:
        either.append(_any(Q("terms", **{name: joins}) for name in fields))
    return _any(either)


def covered_otherwise(plan: Plan, index: int, fields: Sequence[str]) -> Query | None:
    """Another wording of the word stands in the fields; None when there is no other wording."""
    phrases = [phrase for expansion in plan.expansions if index in expansion.covers for phrase in expansion.phrases]
    return _any(has_phrase(phrase, fields) for phrase in phrases) if phrases else None


def in_any_wording(plan: Plan, index: int, fields: Sequence[str]) -> Query:
    """The word or another wording of it stands in the fields. A hit tells its position among `matched_queries`."""
    other = covered_otherwise(plan, index, fields)
    direct = covered(plan, index, fields)
    return Q("bool", should=[direct, other] if other else [direct], minimum_should_match=1, _name=str(index))


def visible(audience: Audience, now: datetime) -> list[Query]:
    """What this audience may find at this moment."""
    moment = now.isoformat()
    hidden = [Q("range", live_from={"gt": moment}), Q("range", expires={"lte": moment})]
    if audience.withheld:
        hidden.append(Q("terms", key=sorted(audience.withheld)))
    return [Q("terms", readers=sorted(audience.readers)), Q("bool", must_not=hidden)]


def period(query: SearchQuery) -> list[Query]:
    """The period of the question."""
    found = []
    if query.published_from or query.published_until:
        limits = {"gte": query.published_from, "lte": query.published_until}
        found.append(Q("range", published={name: day.isoformat() for name, day in limits.items() if day}))
    if query.changed_since:
        found.append(Q("range", changed={"gte": query.changed_since.isoformat()}))
    return found


def filters(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Query]:
    """Facet -> the filter of its chosen values."""
    return {name: Q("terms", **{f"{FACETS}.{name}": list(values)}) for name, values in chosen.items() if values}


def matching(plan: Plan, closed: bool, needed: int) -> list[Query]:
    """The filters that decide what is an answer: so many words, every required and no excluded phrase."""
    if plan.strange:
        return [Q("match_none")]
    found = [together(phrase, closed) for phrase in plan.required]
    if plan.excluded:
        found.append(Q("bool", must_not=[together(phrase, closed) for phrase in plan.excluded]))
    if plan.words:
        clauses = [in_any_wording(plan, index, anywhere(closed)) for index in range(len(plan.words))]
        found.append(Q("bool", should=clauses, minimum_should_match=needed))
    return found


def _constant(query: Query, points: float) -> Query:
    return Q("constant_score", filter=query, boost=points)


def _coverage(plan: Plan, closed: bool) -> list[Query]:
    found = []
    for index in range(len(plan.words)):
        for fields, points, fewer in (
            (anywhere(closed), COVERED, COVERED_BY_OTHER_WORDING),
            (("title",), COVERED_IN_TITLE, COVERED_IN_TITLE_BY_OTHER_WORDING),
        ):
            direct, other = covered(plan, index, fields), covered_otherwise(plan, index, fields)
            if other:
                found.append(Q("dis_max", queries=[_constant(direct, points), _constant(other, fewer)]))
            else:
                found.append(_constant(direct, points))
    return found


def _texts(words: Sequence[str], title: str, bodies: Sequence[str], boost: float) -> Query:
    text = " ".join(dict.fromkeys(words))
    body = Q("dis_max", queries=[Q("match", **{name: {"query": text}}) for name in bodies])
    return Q(
        "dis_max", tie_breaker=TIE, boost=boost, queries=[Q("match", **{title: {"query": text, "boost": TITLE}}), body]
    )


def ranking(plan: Plan, closed: bool) -> list[Query]:
    """The clauses that add up to a document's score."""
    words = [word.stem for word in plan.words] + [join.stem for join in plan.joins]
    parts = [part for word in plan.words for part in word.parts]
    bodies = ("body", "closed") if closed else ("body",)
    found = [
        *_coverage(plan, closed),
        _texts(words + parts, "title", bodies, 1.0),
        _texts(words + parts, "title_parts", ("body_parts",), BODY_PARTS),
    ]
    for phrase in (phrase for expansion in plan.expansions for phrase in expansion.phrases):
        text = " ".join(phrase)
        found.append(
            Q(
                "dis_max",
                tie_breaker=TIE,
                # The server adds up the weights of a phrase's words; SQLite weighs the phrase as one word.
                boost=OTHER_WORDING / len(phrase),
                queries=[
                    Q("match_phrase", title={"query": text, "boost": TITLE}),
                    Q("match_phrase", body={"query": text}),
                ],
            )
        )
    return found


def aged(query: Query, today: date) -> Query:
    """What ages loses a part of its score; the rest keeps all of it."""
    start = (today + timedelta(days=1)).isoformat()
    old = Q("bool", filter=[Q("term", ages=True), Q("exists", field="published")])
    decay = {"published": {"origin": start, "scale": f"{int(HALF_LIFE_DAYS)}d", "decay": 0.5}}
    # score * (LASTING + (1 - LASTING) * decay), as two weights that are summed.
    return Q(
        "function_score",
        query=query,
        score_mode="sum",
        boost_mode="multiply",
        functions=[
            {"filter": Q("bool", must_not=[old]), "weight": 1.0},
            {"filter": old, "weight": LASTING},
            {"filter": old, "exp": decay, "weight": 1.0 - LASTING},
        ],
    )


def search_body(
    query: SearchQuery, plan: Plan, facets: Sequence[str], now: datetime, needed: int, candidates: Sequence[Join] = ()
) -> Body:
    """The whole request: hits, total, every facet without its own filter, and whether a candidate is a written word.

    Nearly all joins are no words, and a hundred of them would make the ranking slow: it has those of the plan only.
    """
    closed = query.audience.closed
    chosen = filters(query.filters)
    may = [*visible(query.audience, now), *period(query)]
    answers = [*may, *matching(plan, closed, needed)]
    base = Q("bool", filter=answers)
    relevance = query.sort == "relevance" and bool(plan.words)
    if relevance:
        base = aged(Q("bool", filter=answers, should=ranking(plan, closed)), now.date())
    body: Body = {
        "query": base,
        "from": (query.page - 1) * query.size,
        "size": query.size,
        "track_total_hits": True,
        "_source": source_fields(closed),
        "aggs": {
            name: {
                "filter": Q("bool", filter=[one for other, one in chosen.items() if other != name]),
                "aggs": {"values": {"terms": {"field": f"{FACETS}.{name}", "size": MOST_VALUES}}},
            }
            for name in facets
        },
    }
    if candidates:
        known = Q("bool", filter=[*visible(query.audience, now), _written(candidates, closed)])
        body["aggs"][JOINS] = {"global": {}, "aggs": {"any": {"filter": known}}}
    if chosen:
        body["post_filter"] = Q("bool", filter=list(chosen.values()))
    body["sort"] = sort_of(query, relevance)
    body["track_scores"] = relevance
    return body


def sort_of(query: SearchQuery, relevance: bool) -> list[Any]:
    """The order; the key decides between equals, so that pages hold everything once."""
    changed = {"changed": "desc"}
    if relevance:
        return ["_score", changed, {"key": "desc"}]
    if query.sort == "newest":
        return [{"published": {"order": "desc", "missing": "_last"}}, changed, {"key": "desc"}]
    return [changed, {"key": "desc"}]


def source_fields(closed: bool) -> Any:
    """What must come back: never the closed text for an audience that may not see it."""
    return {"includes": ["stored"], "excludes": [] if closed else ["stored.body_closed"]}


def _written(joins: Sequence[Join], closed: bool) -> Query:
    surfaces = [join.surface for join in joins]
    return _any(Q("terms", **{name: surfaces}) for name in word_fields(closed))


def joins_body(joins: Sequence[Join], audience: Audience, now: datetime) -> Body:
    """In how many documents of this audience each of these is a written word."""
    counts = {join.surface: {"filter": _written([join], audience.closed)} for join in joins}
    return {"size": 0, "query": Q("bool", filter=visible(audience, now)), "aggs": counts}


def words_body(plan: Plan, places: Iterable[int], audience: Audience, now: datetime) -> Body:
    """In how many documents of this audience each of these words of the question stands."""
    counts = {str(place): {"filter": in_any_wording(plan, place, anywhere(audience.closed))} for place in places}
    return {"size": 0, "query": Q("bool", filter=visible(audience, now)), "aggs": counts}


def candidates_body(words: Sequence[str], closed: bool, reach: int) -> Body:
    """Words of the index near these; whether this audience may know them is asked afterwards."""
    return {
        "size": 0,
        "suggest": {
            f"{number}-{name}": {
                "text": word,
                "term": {"field": name, "suggest_mode": "always", "max_edits": reach, "prefix_length": 1, "size": 20,
                         "min_word_length": 4, "sort": "score"},
            }
            for number, word in enumerate(words)
            for name in word_fields(closed)
        },
    }  # fmt: skip


def seen_words_body(words: Sequence[str], audience: Audience, now: datetime) -> Body:
    """How many documents of this audience hold each of these written words."""
    counts = {
        word: {"filter": _any(Q("term", **{name: word}) for name in word_fields(audience.closed))} for word in words
    }
    return {"size": 0, "query": Q("bool", filter=visible(audience, now)), "aggs": counts}
