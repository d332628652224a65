"""Looks whether an index file is whole, in a small part of the worker's time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TypeAlias

from search.embedded import schema
from search.embedded.connections import TROUBLE, is_damage
from search.embedded.generations import DAMAGED
from search.protocol import PATIENCE, EngineUnavailable

UNWRITABLE = "the file of the index cannot be written"
# Reading all of a large file takes seconds: so many times as long nobody looks again.
REST = 20

# (inode, bytes, moment of the last change in ns)
_Look: TypeAlias = tuple[int, int, int]


class Health:
    """What was seen of the file at the last look. A file that nobody touched since is not read again."""

    def __init__(self) -> None:
        self._seen: _Look | None = None
        self._again_after = 0.0

    def look(self, path: Path) -> str:
        """Why it must be built anew; "" when it is whole, or was whole a moment ago."""
        if not os.access(path, os.R_OK | os.W_OK):
            return UNWRITABLE
        found = path.stat()
        now: _Look = found.st_ino, found.st_size, found.st_mtime_ns
        began = time.monotonic()
        if now == self._seen or began < self._again_after:
            return ""
        if not _is_whole(path):
            return DAMAGED
        self._seen, self._again_after = now, time.monotonic() + REST * (time.monotonic() - began)
        return ""


def _is_whole(path: Path) -> bool:
    """A connection of its own reads the file: one that is open already knows its pages by heart."""
    try:
        connection = schema.connect(path, PATIENCE)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            connection.close()
    except TROUBLE as error:
        if is_damage(error):
            return False
        raise EngineUnavailable(str(error)) from error
