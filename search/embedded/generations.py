"""Which index files there are: one answers, one may be under construction, the rest is rubbish.

A folder holds `current`, during a rebuild `building`, and `condemned` when an index file was seen to be damaged: small
files with the name of an index file. They are
replaced atomically, so a reader sees the old file or the new one, and a rebuild that is killed leaves the old one.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from search.embedded import schema
from search.protocol import NO_INDEX, OUTDATED, Owner

CURRENT = "current"
BUILDING = "building"
CONDEMNED = "condemned"
LOST = "the file of the index is gone: run search_index rebuild"
DAMAGED = "the file of the index is damaged: run search_index rebuild"
_NAME = re.compile(r"index-[0-9a-z.-]+\.sqlite3")


class UnfitIndex(OSError):
    """There is no index that can be used: it must be built anew. An empty one would answer wrongly."""


class Generations:
    """The files in one folder."""

    def __init__(self, folder: Path, owner: Callable[[], Owner]) -> None:
        self.folder = folder
        self._owner = owner

    def _read(self, name: str) -> Path | None:
        before = None
        while True:
            try:
                target = self._lines(name)[0]
            except FileNotFoundError:
                return None
            path = self.folder / target
            if _NAME.fullmatch(target) and path.exists():
                return path
            # Its file may have been replaced and removed since the name was read: gone is what two readings say.
            if target == before:
                return None
            before = target

    def _lines(self, name: str) -> list[str]:
        """What stands in a small file: the name of an index file, and perhaps a sentence."""
        text = (self.folder / name).read_text(encoding="ascii", errors="replace")
        return (text.splitlines() or [""])[:2]

    def _write(self, name: str, path: Path, sentence: str = "") -> None:
        temporary = self.folder / f".{name}.{uuid4().hex}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(f"{path.name}\n{sentence}" if sentence else path.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / name)

    def current(self) -> Path | None:
        """The file that answers; None when there is none, or none that can be used."""
        path = self._read(CURRENT)
        return path if path and not self._why_not(path) else None

    def _why_not(self, path: Path) -> str:
        if f"-{schema.FINGERPRINT}-" not in path.name:
            return OUTDATED
        if self._read(CONDEMNED) != path:
            return ""
        with suppress(FileNotFoundError):
            return self._lines(CONDEMNED)[-1]
        return ""

    def trouble(self) -> str:
        """Why no file can answer; "" when one may."""
        path = self._read(CURRENT)
        if path:
            return self._why_not(path)
        return LOST if (self.folder / CURRENT).exists() else NO_INDEX

    def condemn(self, path: Path, why: str) -> None:
        """Nobody may use this file any more; the worker builds a new one."""
        if self._read(CURRENT) == path:
            # On a full disk each process finds out for itself.
            with suppress(OSError):
                self._write(CONDEMNED, path, why)

    def building(self) -> Path | None:
        """The file that a rebuild is filling now."""
        return self._read(BUILDING)

    def required(self) -> Path:
        """The file that answers; UnfitIndex when there is none. An empty one, made here, would answer wrongly."""
        found = self.current()
        if found:
            return found
        # Nothing is wrong any more when a rebuild has switched in between.
        why = self.trouble()
        found = self.current()
        if found:
            return found
        raise UnfitIndex(why or LOST)

    def targets(self) -> list[Path]:
        """The files that a delivery must reach.

        The one under construction is read first: when a rebuild finishes in between, its file is the current one.
        """
        building = self.building()
        current = self.required()
        return list(dict.fromkeys(path for path in (building, current) if path))

    def _new(self) -> Path:
        path = self.folder / f"index-{schema.FINGERPRINT}-{time.time_ns():x}.sqlite3"
        schema.create(path, self._owner())
        return path

    @contextmanager
    def _alone(self, how: int = fcntl.LOCK_EX) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".rebuild.lock").open("w") as lock:
            fcntl.flock(lock, how)
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """A new file that becomes the current one when the block ends well; one rebuild at a time, others wait."""
        with self._alone():
            self._sweep()
            path = self._new()
            self._write(BUILDING, path)
            try:
                yield path
                old = self._read(CURRENT)
                self._write(CURRENT, path)
            except BaseException:
                (self.folder / BUILDING).unlink(missing_ok=True)
                if self._read(CURRENT) != path:
                    schema.remove(path)
                raise
            for name in (BUILDING, CONDEMNED):
                (self.folder / name).unlink(missing_ok=True)
            if old and old != path:
                schema.remove(old)

    def tidy(self) -> None:
        """Remove what a killed rebuild left, unless one is going on now: its lock goes with its process."""
        with suppress(BlockingIOError), self._alone(fcntl.LOCK_EX | fcntl.LOCK_NB):
            self._sweep()

    def _sweep(self) -> None:
        """Remove what a killed rebuild left."""
        (self.folder / BUILDING).unlink(missing_ok=True)
        current = self._read(CURRENT)
        for path in self.folder.glob("index-*.sqlite3*"):
            if current is None or not path.name.startswith(current.name):
                path.unlink(missing_ok=True)
        for name in (CURRENT, BUILDING, CONDEMNED):
            for path in self.folder.glob(f".{name}.*"):
                path.unlink(missing_ok=True)
