"""Which index files there are: one answers, one may be under construction, the rest is rubbish.

A folder holds `current` and, during a rebuild, `building`: small files with the name of an index file. They are
replaced atomically, so a reader sees the old file or the new one, and a rebuild that is killed leaves the old one.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from search.embedded import schema

CURRENT = "current"
BUILDING = "building"
NO_INDEX = "there is no index yet: run search_index rebuild"
OUTDATED = "the index was made by another version of the program, or its file is gone: run search_index rebuild"


class OutdatedIndex(OSError):
    """There was an index that cannot be used: it must be built anew. An empty one would answer wrongly."""


class Generations:
    """The files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _read(self, name: str) -> Path | None:
        before = None
        while True:
            try:
                target = (self.folder / name).read_text(encoding="ascii").strip()
            except FileNotFoundError:
                return None
            path = self.folder / target
            if target and path.exists():
                return path
            # Its file may have been replaced and removed since the name was read: gone is what two readings say.
            if target == before:
                return None
            before = target

    def _write(self, name: str, path: Path) -> None:
        temporary = self.folder / f".{name}.{uuid4().hex}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / name)

    def current(self) -> Path | None:
        """The file that answers; None when there is none yet, or only one of another version of the program."""
        path = self._read(CURRENT)
        return path if path and f"-{schema.FINGERPRINT}-" in path.name else None

    def outdated(self) -> bool:
        """Whether there was an index that cannot be used: of another version of the program, or its file is gone."""
        # In this order: another process may be making the first one.
        return (self.folder / CURRENT).exists() and self.current() is None

    def building(self) -> Path | None:
        """The file that a rebuild is filling now."""
        return self._read(BUILDING)

    def ensure(self) -> Path:
        """The file that answers, made empty when there is none: a portal without content can be searched too."""
        found = self.current()
        if found:
            return found
        if self.outdated():
            raise OutdatedIndex(OUTDATED)
        with self._locked("create"):
            found = self.current()
            if not found:
                found = self._new()
                self._write(CURRENT, found)
        return found

    def targets(self) -> list[Path]:
        """The files that a delivery must reach.

        The one under construction is read first: when a rebuild finishes in between, its file is the current one.
        """
        building = self.building()
        current = self.ensure()
        return list(dict.fromkeys(path for path in (building, current) if path))

    def _new(self) -> Path:
        path = self.folder / f"index-{schema.FINGERPRINT}-{time.time_ns():x}.sqlite3"
        schema.create(path)
        return path

    @contextmanager
    def _locked(self, name: str, how: int = fcntl.LOCK_EX) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f".{name}.lock").open("w") as lock:
            fcntl.flock(lock, how)
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """A new file that becomes the current one when the block ends well; one rebuild at a time, others wait."""
        with self._locked("rebuild"):
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
            (self.folder / BUILDING).unlink(missing_ok=True)
            if old and old != path:
                schema.remove(old)

    def tidy(self) -> None:
        """Remove what a killed rebuild left, unless one is going on now: its lock goes with its process."""
        with suppress(BlockingIOError), self._locked("rebuild", fcntl.LOCK_EX | fcntl.LOCK_NB):
            self._sweep()

    def _sweep(self) -> None:
        """Remove what a killed rebuild left."""
        # Not what another process is making just now.
        with self._locked("create"):
            (self.folder / BUILDING).unlink(missing_ok=True)
            current = self._read(CURRENT)
            for path in self.folder.glob("index-*.sqlite3*"):
                if current is None or not path.name.startswith(current.name):
                    path.unlink(missing_ok=True)
            for name in (CURRENT, BUILDING):
                for path in self.folder.glob(f".{name}.*"):
                    path.unlink(missing_ok=True)
