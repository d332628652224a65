"""The text of attached files, for search: within limits, because a file is hostile until proven otherwise."""

from __future__ import annotations

import json
import logging
import math
import subprocess
import sys
from functools import lru_cache
from pathlib import PurePath

from . import file_text
from .models import Bestand

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000
# Publishing a page reads its files, so this is also how long an editor can wait for one.
MAX_SECONDS = 20.0


def text_of(document: Bestand) -> tuple[str, ...]:
    """The text of a PDF, DOCX, ODT or TXT file, one string a page (one in all where there are no pages).

    Empty for another type, a file beyond the limits or one that cannot be read; the reason is logged, once a process.
    """
    if not document.file or (document.file_size or 0) > MAX_BYTES:
        return ()
    return _text(document.file.name, document.file_hash or "")


@lru_cache(maxsize=256)
def _text(name: str, file_hash: str) -> tuple[str, ...]:
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".pdf", ".docx", ".odt", ".txt"):
        return ()
    try:
        with Bestand._meta.get_field("file").storage.open(name, "rb") as file:
            data = file.read(MAX_BYTES)
        return _plain(data) if suffix == ".txt" else _read_apart(data, suffix)
    except (OSError, ValueError) as error:
        logger.warning("No text from document %s: %s", name, error)
        return ()


def _plain(data: bytes) -> tuple[str, ...]:
    return (data[: file_text.MAX_CHARACTERS].decode("utf-8", "replace").replace("\x00", " "),)


def _read_apart(data: bytes, suffix: str) -> tuple[str, ...]:
    """Read it in a process of its own, the only thing that can be stopped for certain; ValueError when that fails."""
    # Isolated: it imports from nowhere but the installed packages, and finds no secrets in an environment.
    command = [sys.executable, "-I", file_text.__file__, suffix, str(math.ceil(MAX_SECONDS))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"reading it takes more than {MAX_SECONDS:.0f} s") from error
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip()[:500] or f"it ended with {done.returncode}")
    return tuple(json.loads(done.stdout))
