"""The tables of an embedded index file, and the connections to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from search.language.dutch import VERSION as LANGUAGE_VERSION
from search.protocol import Owner

# Raise this when the tables change: an older file is then not read but built anew.
VERSION = 3
FINGERPRINT = f"{VERSION}.{LANGUAGE_VERSION}"

# A table per field gives each field its own BM25 with its own average length.
SCORED = ("title", "title_parts", "body", "body_parts", "closed")
# Every word in its order, for phrases.
EXACT, EXACT_CLOSED = "exact", "exact_closed"
TEXTS = (*SCORED, EXACT, EXACT_CLOSED)

SCHEMA = (
    # `change` counts the changes, `version` is the newest that was delivered, `database` is whose index it is.
    "CREATE TABLE state(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;",
    "INSERT INTO state VALUES ('change', 0);",
    # Which rows each change touched, so that a process that knows the state before it need not read everything.
    "CREATE TABLE change(v INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(v, n)) WITHOUT ROWID;",
    (
        "CREATE TABLE doc(n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
        " fingerprint TEXT NOT NULL, ages INTEGER NOT NULL, published TEXT, changed REAL NOT NULL,"
        " live_from REAL, expires REAL,"
        " has_closed INTEGER NOT NULL, data BLOB NOT NULL);"
    ),
    "CREATE TABLE gone(key TEXT PRIMARY KEY, version INTEGER NOT NULL, moment REAL NOT NULL) WITHOUT ROWID;",
    "CREATE TABLE fact(field TEXT, value TEXT, n INTEGER, PRIMARY KEY(field, value, n)) WITHOUT ROWID;",
    "CREATE INDEX fact_of_doc ON fact(n);",
    # bm25 reads the positions: with less detail it would tokenise the stored text again.
    *(f"CREATE VIRTUAL TABLE {name} USING fts5(t, tokenize='ascii');" for name in TEXTS),
    "CREATE VIRTUAL TABLE words USING fts5(title, open, closed, detail=column, tokenize='ascii');",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');",
    f"PRAGMA user_version = {VERSION * 1000 + LANGUAGE_VERSION};",
)


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to an existing index file, for one thread at a time; it waits so many seconds for a lock."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -16000")
    for table in SCORED:
        connection.execute(f"CREATE VIRTUAL TABLE {places(table)} USING fts5vocab(main, {table}, instance)")
    return connection


def places(table: str) -> str:
    """The view of a connection on where each word stands in a scored table: `term`, `doc` and more, a row a place."""
    return f"temp.{table}_places"


def create(path: Path, owner: Owner) -> None:
    """A new, empty index file for this database; it must not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        for statement in SCHEMA:
            connection.execute(statement)
        # Whatever was given out before it was made, a rebuild reads from the database.
        state = {"database": owner.identity, "version": owner.newest}
        connection.executemany("INSERT INTO state VALUES (?, ?)", state.items())
        connection.execute("COMMIT")
    finally:
        connection.close()


def remove(path: Path) -> None:
    """Remove an index file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
