"""The engine on an Elasticsearch cluster. See `search.types` and `search.protocol`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ApiError
from rapidfuzz.distance import OSA

from search.elastic import query as build
from search.elastic.bulk import Bulk, Outcome
from search.elastic.client import Breaker, Cluster, answering, connect, writing
from search.elastic.condition import NEWEST, Condition
from search.elastic.indices import Indices
from search.elastic.mapping import FACETS, WORDS_TITLE
from search.fields import prefix_words
from search.language.dutch import Language
from search.language.likeness import likeness_plan, likeness_words
from search.language.spelling import correctable, is_near
from search.language.thesaurus import Thesaurus
from search.plan import FEW, Plan, make_plan
from search.protocol import (
    AHEAD,
    PATIENCE,
    Delivery,
    DeliveryReport,
    EngineStatus,
    EngineUnavailable,
    Owner,
    Put,
)
from search.stored import from_stored
from search.types import KIND_FACET, Audience, EngineHit, EngineResults, SearchQuery

logger = logging.getLogger(__name__)

AT_ONCE = 100
MOST_CHECKED = 12
MOST_CORRECTED = 3
SHARED_FACET = 2.0


class ElasticEngine:
    """See `search.protocol.SearchEngine`. One instance a process, shared by its threads."""

    name = "elastic"

    def __init__(
        self,
        cluster: Cluster,
        language: Language,
        thesaurus: Callable[[], Thesaurus],
        facets: Callable[[], Sequence[str]],
        owner: Callable[[], Owner] = Owner,
    ) -> None:
        self._client = connect(cluster)
        self._writer = writing(self._client, cluster)
        self._indices = Indices(self._writer, cluster.prefix, cluster.replicas, owner)
        self._condition = Condition(self._writer, self._indices, owner)
        self._bulk = Bulk(self._writer, language)
        self._language = language
        self._thesaurus = thesaurus
        self._facets = facets
        self._breaker = Breaker()

    def _ask(self, body: dict[str, Any]) -> Any:
        with answering(self._breaker):
            return self._client.search(index=self._indices.current, body=body).body

    def search(self, query: SearchQuery) -> EngineResults:
        """Answer a question."""
        plan = make_plan(query.text, self._language, self._thesaurus())
        now = datetime.now(UTC)
        if (query.page - 1) * query.size + query.size > 50_000:
            query = query.but(page=1, size=0)
        known, answer = self._answer(query, plan, now)
        counts = {}
        for name, found in answer.get("aggregations", {}).items():
            values = {bucket["key"]: bucket["doc_count"] for bucket in found["values"]["buckets"]}
            if values:
                counts[name] = values
        return EngineResults(
            plan=known,
            hits=self._hits(answer, query.audience),
            total=answer["hits"]["total"]["value"],
            counts=counts,
            corrections=self._corrections(self._unknown(known, answer, query.audience, now), query.audience, now),
        )

    @staticmethod
    def _hits(answer: Any, audience: Audience) -> tuple[EngineHit, ...]:
        return tuple(
            EngineHit(from_stored(found["_source"]["stored"], audience.closed), found["_score"] or 0.0)
            for found in answer["hits"]["hits"]
        )

    def _answer(self, query: SearchQuery, plan: Plan, now: datetime) -> tuple[Plan, Any]:
        """The plan with the joins that are words of this audience's documents, and what the server says to it.

        Nearly always one request: it tells whether any join is a word, and only then it is asked again with those.
        """
        known = replace(plan, joins=())
        facets, half = self._facets(), plan.needed[0]
        answer = self._ask(build.search_body(query, known, facets, now, half, plan.joins))
        if plan.joins and answer["aggregations"].pop(build.JOINS)["any"]["doc_count"]:
            counted = self._ask(build.joins_body(plan.joins, query.audience, now))["aggregations"]
            known = replace(plan, joins=tuple(join for join in plan.joins if counted[join.surface]["doc_count"]))
            answer = self._ask(build.search_body(query, known, facets, now, half))
        for needed in plan.needed[1:]:
            if answer["hits"]["total"]["value"] >= FEW:
                break
            answer = self._ask(build.search_body(query, known, facets, now, needed))
        return known, answer

    def _unknown(self, plan: Plan, answer: Any, audience: Audience, now: datetime) -> list[str]:
        """The words of the question that this audience's documents do not hold; asked of those that no hit has."""
        seen = {name for hit in answer["hits"]["hits"] for name in hit.get("matched_queries", ())}
        places = [place for place in range(len(plan.words)) if str(place) not in seen]
        if not places:
            return []
        counted = self._ask(build.words_body(plan, places, audience, now))["aggregations"]
        return [plan.words[place].surface for place in places if not counted[str(place)]["doc_count"]]

    def _corrections(self, unknown: Sequence[str], audience: Audience, now: datetime) -> dict[str, str]:
        """The nearest words of this audience's documents for the words that they do not hold."""
        wanted = [word for word in unknown if correctable(word)][:MOST_CORRECTED]
        if not wanted:
            return {}
        near: dict[str, list[str]] = {}
        suggested = self._ask(build.candidates_body(wanted, audience.closed, reach=2))["suggest"]
        for name, entries in suggested.items():
            word = wanted[int(name.partition("-")[0])]
            options = [option["text"] for entry in entries for option in entry["options"]]
            near.setdefault(word, []).extend(option for option in options if is_near(word, option))
        candidates = sorted({option for options in near.values() for option in options})
        if not candidates:
            return {}
        seen = self._ask(build.seen_words_body(candidates, audience, now))["aggregations"]
        found = {}
        for word, options in near.items():
            allowed = [option for option in dict.fromkeys(options) if seen[option]["doc_count"]]
            if allowed:
                found[word] = min(
                    allowed,
                    key=lambda option: (OSA.distance(word, option), -seen[option]["doc_count"], option),
                )
        return found

    def similar(self, key: str, audience: Audience, kinds: Sequence[str], size: int) -> tuple[EngineHit, ...]:
        """Documents that share the rare words and the facets of this one."""
        now = datetime.now(UTC)
        may = build.visible(audience, now)
        body = {"size": 1, "query": build.Q("bool", filter=[*may, build.Q("term", key=key)])}
        found = self._hits(self._ask({**body, "_source": build.source_fields(closed=False)}), audience)
        if not found:
            return ()
        document = found[0].document
        stems = list(likeness_words(document, self._language))
        counts: dict[str, int] = {}
        total = 0
        if stems:
            aggs = {str(number): {"filter": {"term": {"body": stem}}} for number, stem in enumerate(stems)}
            answer = self._ask(
                {"size": 0, "track_total_hits": True, "query": build.Q("bool", filter=may), "aggs": aggs}
            )
            total = answer["hits"]["total"]["value"]
            counts = {stem: answer["aggregations"][str(number)]["doc_count"] for number, stem in enumerate(stems)}
        plan = likeness_plan(document, self._language, lambda stem: counts.get(stem, 0), total)
        clauses = build.ranking(plan, closed=False) if plan.words else []
        clauses += [
            build.Q("constant_score", filter=build.Q("term", **{f"{FACETS}.{name}": value}), boost=SHARED_FACET)
            for name, values in document.facets.items()
            for value in values
        ]
        if not clauses:
            return ()
        chosen = build.filters({KIND_FACET: tuple(kinds)} if kinds else {})
        like = build.Q(
            "bool",
            filter=[*may, *chosen.values()],
            must_not=[build.Q("term", key=key)],
            should=clauses,
            minimum_should_match=1,
        )
        answer = self._ask({"size": size, "query": like, "_source": build.source_fields(audience.closed)})
        return self._hits(answer, audience)

    def suggest(self, text: str, audience: Audience, size: int) -> tuple[EngineHit, ...]:
        """Documents whose titles hold all words so far, the last one as a beginning."""
        words = prefix_words(text)
        if not words or size < 1:
            return ()
        beginnings = [build.Q("prefix", **{WORDS_TITLE: word}) for word in words]
        may = build.Q("bool", filter=[*build.visible(audience, datetime.now(UTC)), *beginnings])
        body = {"size": size * 4, "query": may, "sort": [{"changed": "desc"}], "_source": ["stored"]}
        hits = self._hits(self._ask(body), audience)
        return tuple(sorted(hits, key=lambda hit: prefix_words(hit.document.title)[:1] != [words[0]])[:size])

    def deliver(self, batch: Sequence[Delivery], patience: float = PATIENCE) -> DeliveryReport:
        """Store and remove, in the index that answers and in the one that a rebuild is filling.

        Nobody holds an index of a server: `patience` is not needed.
        """
        operations = self._bulk.operations(batch)
        keys = {item.document.key if isinstance(item, Put) else item.key for item in batch}
        outcome = Outcome()
        with answering():
            for alias in self._indices.targets():
                outcome.add(self._bulk.send(alias, operations, refresh=len(batch) <= AT_ONCE))
        return DeliveryReport(
            frozenset(keys - set(outcome.refused) - set(outcome.failed)), outcome.refused, outcome.failed
        )

    def rebuild(self, batches: Iterable[Sequence[Delivery]]) -> int:
        """Fill a new index and switch to it; questions are answered from the old one until then."""
        with answering(), self._indices.rebuilding() as name:
            for batch in batches:
                refused = self._bulk.insist(self._indices.building, self._bulk.operations(batch))
                for key, why in refused.items():
                    logger.error("%s cannot be stored in the index: %s", key, why)
            self._writer.indices.refresh(index=name)
            count: int = self._writer.count(index=name)["count"]
        return count

    def tidy(self) -> None:
        """Remove what a killed rebuild left."""
        with answering():
            self._indices.tidy()

    def fingerprints(self, after: str, limit: int) -> list[tuple[str, str]]:
        """(key, fingerprint) in key order."""
        body: dict[str, Any] = {"size": limit, "sort": [{"key": "asc"}], "_source": False}
        body["docvalue_fields"] = ["key", "fingerprint"]
        if after:
            body["search_after"] = [after]
        with answering():
            self._writer.indices.refresh(index=self._indices.current)
            found = self._writer.search(index=self._indices.current, body=body)["hits"]["hits"]
        return [(hit["fields"]["key"][0], hit["fields"]["fingerprint"][0]) for hit in found]

    def stored(self, keys: Collection[str]) -> dict[str, str]:
        """key -> fingerprint."""
        wanted = build.Q("bool", filter=[build.Q("terms", key=sorted(keys))])
        fields = ["key", "fingerprint"]
        found = self._ask({"size": len(keys), "query": wanted, "_source": False, "docvalue_fields": fields})
        return {hit["fields"]["key"][0]: hit["fields"]["fingerprint"][0] for hit in found["hits"]["hits"]}

    def ready(self) -> None:
        """Ask the least that can be asked of the documents."""
        if self._condition.is_ahead(self._ask(NEWEST)):
            raise EngineUnavailable(AHEAD)

    def trouble(self, closely: bool = False) -> str:
        """Why it must be built anew; "" when it can be used. A server says as much at a glance as when it looks."""
        with answering():
            return self._condition.trouble()

    def status(self) -> EngineStatus:
        """How it is doing; never raises."""
        try:
            if why := self.trouble():
                return EngineStatus(self.name, available=False, detail={"reason": why})
            with answering():
                index = self._indices.behind(self._indices.current)
                count = self._client.count(index=index)["count"]
                detail = self._server()
                if building := self._indices.behind(self._indices.building):
                    detail["building"] = building
            return EngineStatus(self.name, available=True, generation=index, documents=count, detail=detail)
        except EngineUnavailable as error:
            return EngineStatus(self.name, available=False, detail={"reason": str(error)})

    def _server(self) -> dict[str, str]:
        """The server's version and how its copies are, as far as the API key may know."""
        known = {}
        with suppress(ApiError):
            known["server"] = str(self._client.info()["version"]["number"])
        with suppress(ApiError):
            known["health"] = str(self._client.cluster.health(index=self._indices.current)["status"])
        return known
