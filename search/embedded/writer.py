"""Writes documents into an index file."""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Sequence
from datetime import datetime

from search.embedded.schema import TEXTS
from search.fields import IndexedFields, indexed_fields
from search.language.dutch import Language
from search.protocol import Delete, Delivery, Put
from search.stored import fingerprint, to_stored
from search.types import SearchDocument

KEEP_TOMBSTONES = 24 * 3600.0
KEEP_CHANGES = 100
READERS = "readers"


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def pack(document: SearchDocument) -> bytes:
    """The stored form of a document."""
    return zlib.compress(json.dumps(to_stored(document), ensure_ascii=False).encode("utf-8"), 1)


def prepare(batch: Sequence[Delivery], language: Language) -> list[tuple[Delivery, IndexedFields | None]]:
    """The slow part of a delivery, done before the file is locked."""
    return [(item, indexed_fields(item.document, language) if isinstance(item, Put) else None) for item in batch]


def write(connection: sqlite3.Connection, batch: Sequence[tuple[Delivery, IndexedFields | None]]) -> None:
    """Store a batch in one transaction; items that are older than what is stored change nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        touched: set[int] = set()
        for item, fields in batch:
            if isinstance(item, Put) and fields is not None:
                touched |= _put(connection, item, fields)
            elif isinstance(item, Delete):
                touched |= _delete(connection, item)
        newest = max((item.version for item, _ in batch), default=0)
        connection.execute("UPDATE state SET value = max(value, ?) WHERE name = 'version'", (newest,))
        if touched:
            _note_change(connection, touched)
            connection.execute("DELETE FROM gone WHERE moment < ?", (time.time() - KEEP_TOMBSTONES,))
        connection.execute("COMMIT")
    except BaseException:
        # A full disk makes SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _note_change(connection: sqlite3.Connection, touched: set[int]) -> None:
    connection.execute("UPDATE state SET value = value + 1 WHERE name = 'change'")
    (change,) = connection.execute("SELECT value FROM state WHERE name = 'change'").fetchone()
    connection.executemany("INSERT INTO change VALUES (?, ?)", [(change, number) for number in touched])
    connection.execute("DELETE FROM change WHERE v <= ?", (change - KEEP_CHANGES,))


def _stored_version(connection: sqlite3.Connection, key: str) -> tuple[int | None, int]:
    """(number of the stored document or None, newest version known of this key or -1)."""
    row = connection.execute("SELECT n, version FROM doc WHERE key = ?", (key,)).fetchone()
    if row:
        return row[0], row[1]
    row = connection.execute("SELECT version FROM gone WHERE key = ?", (key,)).fetchone()
    return None, row[0] if row else -1


def _put(connection: sqlite3.Connection, item: Put, fields: IndexedFields) -> set[int]:
    document = item.document
    number, newest = _stored_version(connection, document.key)
    if newest > item.version:
        return set()
    values = (
        item.version,
        fingerprint(document),
        int(document.ages),
        document.published.isoformat() if document.published else None,
        document.changed.timestamp(),
        _stamp(document.live_from),
        _stamp(document.expires),
        int(bool(fields.closed)),
        pack(document),
    )
    if number is None:
        cursor = connection.execute(
            "INSERT INTO doc(version, fingerprint, ages, published, changed, live_from, expires, has_closed, data, key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, document.key),
        )
        number = int(cursor.lastrowid or 0)
    else:
        connection.execute(
            "UPDATE doc SET version = ?, fingerprint = ?, ages = ?, published = ?, changed = ?, live_from = ?,"
            " expires = ?, has_closed = ?, data = ? WHERE n = ?",
            (*values, number),
        )
        _forget(connection, number)
    for name in TEXTS:
        text = getattr(fields, name)
        if text:
            connection.execute(f"INSERT INTO {name}(rowid, t) VALUES (?, ?)", (number, text))
    connection.execute(
        "INSERT INTO words(rowid, title, open, closed) VALUES (?, ?, ?, ?)",
        (number, fields.words_title, fields.words_open, fields.words_closed),
    )
    facts = {(name, value) for name, given in document.all_facets.items() for value in given}
    facts |= {(READERS, reader) for reader in document.readers}
    connection.executemany("INSERT INTO fact VALUES (?, ?, ?)", [(*fact, number) for fact in sorted(facts)])
    connection.execute("DELETE FROM gone WHERE key = ?", (document.key,))
    return {number}


def _forget(connection: sqlite3.Connection, number: int) -> None:
    for name in (*TEXTS, "words"):
        connection.execute(f"DELETE FROM {name} WHERE rowid = ?", (number,))
    connection.execute("DELETE FROM fact WHERE n = ?", (number,))


def _delete(connection: sqlite3.Connection, item: Delete) -> set[int]:
    number, newest = _stored_version(connection, item.key)
    if newest > item.version:
        return set()
    connection.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", (item.key, item.version, time.time()))
    if number is None:
        return set()
    _forget(connection, number)
    connection.execute("DELETE FROM doc WHERE n = ?", (number,))
    return {number}
