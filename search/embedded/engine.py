"""The engine that needs no server: SQLite FTS5 in a file of its own."""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import reduce
from operator import and_
from pathlib import Path

from search.embedded import schema, writer
from search.embedded.bits import bits, levels, members, take
from search.embedded.connections import Connections, IndexFile
from search.embedded.corrections import Corrections
from search.embedded.generations import Generations, UnfitIndex
from search.embedded.health import Health
from search.embedded.query import Question
from search.embedded.snapshot import Snapshot
from search.fields import prefix_words
from search.language.dutch import Language
from search.language.likeness import likeness_plan
from search.language.thesaurus import Thesaurus
from search.plan import Plan, make_plan
from search.protocol import PATIENCE, Delivery, DeliveryReport, EngineStatus, EngineUnavailable, Owner, Put
from search.stored import from_stored
from search.types import Audience, EngineHit, EngineResults, SearchQuery

# What a shared facet counts for likeness, in the points of a word that is covered.
SHARED_FACET = 2


@contextmanager
def _unless_gone(path: Path) -> Iterator[None]:
    """Let an error pass that comes of the removal of this index file."""
    try:
        yield
    except (sqlite3.Error, OSError):
        if path.exists():
            raise


class EmbeddedEngine:
    """See `search.types.SearchEngine`. One instance a process, shared by its threads."""

    name = "embedded"

    def __init__(
        self, folder: Path, language: Language, thesaurus: Callable[[], Thesaurus], owner: Callable[[], Owner] = Owner
    ) -> None:
        self._generations = Generations(folder, owner)
        self._connections = Connections(self._generations, owner)
        self._owner = owner
        self._language = language
        self._thesaurus = thesaurus
        self._snapshot: tuple[IndexFile, Snapshot] | None = None
        self._health = Health()
        self._corrections = Corrections()

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, Snapshot]]:
        """One read transaction on the file that answers, with its state in memory."""
        with self._connections.reading() as (file, connection, change):
            yield connection, self._current_snapshot(file, connection, change)

    def _current_snapshot(self, file: IndexFile, connection: sqlite3.Connection, change: int) -> Snapshot:
        known = self._snapshot
        if known and known[0] == file and known[1].change == change:
            return known[1]
        made = Snapshot(
            connection, change, known[1] if known and known[0] == file and known[1].change < change else None
        )
        self._snapshot = file, made
        return made

    def search(self, query: SearchQuery) -> EngineResults:
        """Answer a question."""
        plan = make_plan(query.text, self._language, self._thesaurus())
        now = datetime.now(UTC)
        with self._reading() as (connection, snapshot):
            visible = snapshot.visible(connection, query.audience, now.timestamp())
            question = Question(connection, snapshot, plan, visible, query.audience.closed)
            chosen = snapshot.filtered(query.filters)
            period = snapshot.within(query)
            filtered = reduce(and_, chosen.values(), period)
            answered, found = question.matches(filtered)
            counts = self._counts(snapshot, answered & period, chosen)
            order = self._order(question, snapshot, found, plan, query, now)
            first = (query.page - 1) * query.size
            page = order[first : first + query.size] if first < len(order) else []
            hits = self._load(connection, page, query.audience)
            unknown = question.unknown_words()
            better = self._corrections.correct(connection, snapshot, unknown, visible, query.audience.closed)
        return EngineResults(question.plan, hits, found.bit_count(), counts, better)

    @staticmethod
    def _counts(snapshot: Snapshot, found: int, chosen: dict[str, int]) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for name, values in snapshot.facts.items():
            if name == writer.READERS:
                continue
            within = found
            for other, mask in chosen.items():
                if other != name:
                    within &= mask
            counted = {value: (within & mask).bit_count() for value, mask in values.items()}
            counts[name] = {value: count for value, count in counted.items() if count}
        return counts

    @staticmethod
    def _order(
        question: Question, snapshot: Snapshot, found: int, plan: Plan, query: SearchQuery, now: datetime
    ) -> list[tuple[int, float]]:
        if query.sort == "relevance" and plan.words:
            return question.ranked(found, now.date(), query.page * query.size)
        numbers = members(found)
        if query.sort == "newest":
            numbers.sort(key=lambda n: (snapshot.published.get(n, ""), snapshot.changed[n], n), reverse=True)
        else:
            numbers.sort(key=lambda n: (snapshot.changed[n], n), reverse=True)
        return [(number, 0.0) for number in numbers]

    @staticmethod
    def _load(
        connection: sqlite3.Connection, page: Sequence[tuple[int, float]], audience: Audience
    ) -> tuple[EngineHit, ...]:
        hits = []
        for number, score in page:
            row = connection.execute("SELECT data FROM doc WHERE n = ?", (number,)).fetchone()
            if row is None:
                continue
            stored = json.loads(zlib.decompress(row[0]))
            hits.append(EngineHit(from_stored(stored, audience.closed), score))
        return tuple(hits)

    def similar(self, key: str, audience: Audience, kinds: Sequence[str], size: int) -> tuple[EngineHit, ...]:
        """Documents that share the rare words and the facets of this one."""
        now = datetime.now(UTC)
        with self._reading() as (connection, snapshot):
            row = connection.execute("SELECT n, data FROM doc WHERE key = ?", (key,)).fetchone()
            visible = snapshot.visible(connection, audience, now.timestamp())
            if not row or not visible >> row[0] & 1:
                return ()
            document = from_stored(json.loads(zlib.decompress(row[1])), closed=False)

            def frequency(stem: str) -> int:
                return (snapshot.phrase(connection, "body", (stem,)) & visible).bit_count()

            plan = likeness_plan(document, self._language, frequency, visible.bit_count())
            within = visible & ~(1 << row[0])
            if kinds:
                masks = snapshot.filtered({"soort": tuple(kinds)})
                within &= masks["soort"]
            question = Question(connection, snapshot, plan, within, closed=False)
            scores = dict(question.ranked(question.matches(within)[1], now.date(), size))
            found = bits(scores)
            values = [(name, value) for name, known in document.facets.items() for value in known]
            shared = [(snapshot.facts.get(name, {}).get(value, 0), SHARED_FACET) for name, value in values]
            for points, group in levels(shared, within):
                # The latest of those that share as much stand for all of them.
                for number in members(group & found | take(group, size)):
                    scores[number] = scores.get(number, 0.0) + points
            best = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))[:size]
            return self._load(connection, [pair for pair in best if pair[1]], audience)

    def suggest(self, text: str, audience: Audience, size: int) -> tuple[EngineHit, ...]:
        """Documents whose titles hold all words so far, the last one as a beginning."""
        words = prefix_words(text)
        if not words or size < 1:
            return ()
        with self._reading() as (connection, snapshot):
            found = snapshot.visible(connection, audience, time.time())
            for word in words:
                found &= snapshot.word(connection, f"{word}*", "title")
            numbers = members(take(found, 200))
            numbers.sort(key=lambda number: snapshot.changed[number], reverse=True)
            hits = self._load(connection, [(number, 0.0) for number in numbers[: size * 4]], audience)
        return tuple(sorted(hits, key=lambda hit: prefix_words(hit.document.title)[:1] != [words[0]])[:size])

    def deliver(self, batch: Sequence[Delivery], patience: float = PATIENCE) -> DeliveryReport:
        """Store and remove, in the file that answers and in the one that a rebuild is filling."""
        keys = frozenset(item.document.key if isinstance(item, Put) else item.key for item in batch)
        try:
            prepared = writer.prepare(batch, self._language)
            reached: set[Path] = set()
            owner = self._owner()
            # Asked again afterwards: a rebuild may have begun, or switched and removed a file, in the meantime.
            while left := [path for path in self._generations.targets() if path not in reached]:
                for path in left:
                    with _unless_gone(path), self._connections.open(path, patience) as (_, connection):
                        self._connections.change(connection, owner)
                        writer.write(connection, prepared)
                        reached.add(path)
        except (sqlite3.Error, OSError) as error:
            raise EngineUnavailable(str(error)) from error
        return DeliveryReport(done=keys)

    def rebuild(self, batches: Iterable[Sequence[Delivery]]) -> int:
        """Fill a new file and switch to it; questions are answered from the old one until then."""
        try:
            with self._generations.rebuilding() as path:
                return self._fill(path, batches)
        except (sqlite3.Error, OSError) as error:
            raise EngineUnavailable(str(error)) from error

    def _fill(self, path: Path, batches: Iterable[Sequence[Delivery]]) -> int:
        connection = schema.connect(path, PATIENCE)
        try:
            for batch in batches:
                writer.write(connection, writer.prepare(batch, self._language))
            for table in (*schema.TEXTS, "words"):
                connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
            (count,) = connection.execute("SELECT count(*) FROM doc").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        return int(count)

    def tidy(self) -> None:
        """Remove what a killed rebuild left."""
        try:
            self._generations.tidy()
        except OSError as error:
            raise EngineUnavailable(str(error)) from error

    def fingerprints(self, after: str, limit: int) -> list[tuple[str, str]]:
        """(key, fingerprint) in key order."""
        with self._reading() as (connection, _):
            rows = connection.execute(
                "SELECT key, fingerprint FROM doc WHERE key > ? ORDER BY key LIMIT ?", (after, limit)
            ).fetchall()
        return [(key, fingerprint) for key, fingerprint in rows]

    def stored(self, keys: Collection[str]) -> dict[str, str]:
        """key -> fingerprint."""
        with self._connections.reading() as (_, connection, _):
            sql = "SELECT key, fingerprint FROM doc WHERE key IN (SELECT value FROM json_each(?))"
            return dict(connection.execute(sql, (json.dumps(list(keys)),)).fetchall())

    def ready(self) -> None:
        """Open the file and read whose it is."""
        with self._connections.reading():
            pass

    def trouble(self, closely: bool = False) -> str:
        """Why it must be built anew; "" when it can be used."""
        try:
            if why := self._generations.trouble():
                return why
            with self._connections.reading() as (file, _, _):
                path = file.path
            why = self._health.look(path) if closely else ""
            if why:
                self._generations.condemn(path, why)
            return why
        except EngineUnavailable as error:
            # Damage that came to light just now is known of the file; what is left may be over in a moment.
            if why := str(error) if isinstance(error.__cause__, UnfitIndex) else self._generations.trouble():
                return why
            raise
        except OSError as error:
            raise EngineUnavailable(str(error)) from error

    def status(self) -> EngineStatus:
        """How it is doing; never raises."""
        try:
            with self._reading() as (connection, _):
                (count,) = connection.execute("SELECT count(*) FROM doc").fetchone()
            path = self._generations.required()
            detail = {"bytes": str(path.stat().st_size)}
            if building := self._generations.building():
                detail["building"] = building.name
            return EngineStatus(self.name, available=True, generation=path.name, documents=count, detail=detail)
        except (EngineUnavailable, OSError) as error:
            return EngineStatus(self.name, available=False, detail={"reason": str(error)})
