"""Connections to the index files: some are kept open, and a file that is damaged or another database's is refused."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.embedded import schema
from search.embedded.generations import DAMAGED, Generations, UnfitIndex
from search.protocol import AHEAD, EngineUnavailable, Owner, misfit

MOST_POOLED = 8
# Seconds that a question waits for a file that another process holds; writers do not hold up readers, some tools do.
READING_PATIENCE = 1.0
DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
TROUBLE = (sqlite3.Error, OSError, zlib.error, json.JSONDecodeError)


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file as it is now: another one may take its name."""

    path: Path
    inode: int


def is_damage(error: BaseException) -> bool:
    """Whether this says that the file is no index any more, and not that it cannot be had at this moment."""
    if isinstance(error, sqlite3.Error):
        # The last byte is the code, what is before it says more. A file that was emptied has no tables at all.
        code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return code in DAMAGED_CODES or "no such table" in str(error)
    return isinstance(error, zlib.error | json.JSONDecodeError)


class Connections:
    """The open connections of one process, shared by its threads. `owner` tells which database the index must fit."""

    def __init__(self, generations: Generations, owner: Callable[[], Owner]) -> None:
        self._generations = generations
        self._owner = owner
        self._lock = threading.Lock()
        self._pools: dict[IndexFile, list[sqlite3.Connection]] = {}

    def _take(self, file: IndexFile) -> sqlite3.Connection | None:
        with self._lock:
            gone = [one for one in self._pools if one != file and (one.path == file.path or not one.path.exists())]
            for connection in (connection for one in gone for connection in self._pools.pop(one)):
                connection.close()
            pool = self._pools.setdefault(file, [])
            return pool.pop() if pool else None

    @contextmanager
    def open(self, path: Path, patience: float = READING_PATIENCE) -> Iterator[tuple[IndexFile, sqlite3.Connection]]:
        """A connection for one thread. A file that comes out as damaged, or as too new, is condemned for all."""
        try:
            file = IndexFile(path, path.stat().st_ino)
            connection = self._take(file) or schema.connect(path, READING_PATIENCE)
            try:
                connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
                yield file, connection
            except BaseException:
                connection.close()
                raise
        except TROUBLE as error:
            if is_damage(error):
                self._generations.condemn(path, DAMAGED)
            elif str(error) == AHEAD:
                # The numbers of a database that was put back grow: one day they would fit again.
                self._generations.condemn(path, AHEAD)
            raise
        with self._lock:
            pool = self._pools.setdefault(file, [])
            if len(pool) < MOST_POOLED:
                pool.append(connection)
                return
        connection.close()

    def change(self, connection: sqlite3.Connection, owner: Owner) -> int:
        """The number of the last change of a file; UnfitIndex when it does not fit the owner, who was asked before."""
        found = dict(connection.execute("SELECT name, value FROM state"))
        version = found.get("version", 0)
        why = misfit(owner, found.get("database", ""), version)
        # It may have been given out, and have arrived, since the database was asked.
        if why == AHEAD and version <= self._owner().newest:
            why = ""
        if why:
            raise UnfitIndex(why)
        return int(found["change"])

    @contextmanager
    def reading(self) -> Iterator[tuple[IndexFile, sqlite3.Connection, int]]:
        """One read transaction on the file that answers, with the number of its last change."""
        try:
            with ExitStack() as stack:
                yield self._begin(stack)
        except TROUBLE as error:
            raise EngineUnavailable(str(error)) from error

    def _begin(self, stack: ExitStack) -> tuple[IndexFile, sqlite3.Connection, int]:
        while True:
            path = self._generations.required()
            try:
                with ExitStack() as attempt:
                    owner = self._owner()
                    file, connection = attempt.enter_context(self.open(path))
                    connection.execute("BEGIN")
                    attempt.callback(connection.execute, "ROLLBACK")
                    # Only the first question opens the file and takes hold of its state.
                    change = self.change(connection, owner)
                    stack.enter_context(attempt.pop_all())
                    return file, connection, change
            except (sqlite3.Error, OSError):
                # A rebuild may have switched, and removed this file, since its name was read.
                if self._generations.current() == path:
                    raise
