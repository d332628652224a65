"""The text of attached files, for search: within limits, because a file is hostile until proven otherwise."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import PurePath

from . import file_text
from .limited import run_limited
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
        return (
            _plain(data) if suffix == ".txt" else tuple(run_limited(file_text.read, data, suffix, seconds=MAX_SECONDS))
        )
    except (OSError, ValueError) as error:
        logger.warning("No text from document %s: %s", name, error)
        return ()


def _plain(data: bytes) -> tuple[str, ...]:
    return (data[: file_text.MAX_CHARACTERS].decode("utf-8", "replace").replace("\x00", " "),)
