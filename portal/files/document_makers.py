"""Who a document names as its makers, and how an editor takes them out."""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from ..models import Bestand
from . import document_bytes
from .limited import Unread, run_limited

logger = logging.getLogger(__name__)
SUFFIXES = (".pdf", ".docx", ".xlsx", ".odt", ".ods")
MAX_BYTES = 20_000_000
SECONDS = 20.0
Makers = tuple[tuple[str, str], ...]


class Kept(Exception):
    """The file stays as it is; the message says why, to an editor."""


def makers_of(document: Bestand) -> Makers | None:
    """(what, who) of each name in the stored file; None when it cannot be read. Read once a process."""
    if PurePath(document.file.name or "").suffix.lower() not in SUFFIXES:
        return ()
    return _makers(document.file.name, document.file_hash or "")


@lru_cache(maxsize=256)
def _makers(name: str, file_hash: str) -> Makers | None:
    try:
        with Bestand._meta.get_field("file").storage.open(name, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return None
        found = run_limited(document_bytes.makers, data, PurePath(name).suffix.lower(), seconds=SECONDS)
    except (OSError, Unread) as error:
        logger.warning("The makers of document %s were not read: %s", name, error)
        return None
    return tuple((what, who) for what, who in found)


def without_makers(data: bytes, name: str) -> bytes:
    """The same document without them; as it is for a type that names none. Raises Kept."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return data
    if len(data) > MAX_BYTES:
        raise Kept("Dit bestand is te groot om namen van makers eruit te halen.")
    try:
        cleaned: bytes = run_limited(document_bytes.clean, data, suffix, seconds=SECONDS)
    except Unread as error:
        if error.kind == document_bytes.Signed.__name__:
            raise Kept(
                "Dit bestand is digitaal ondertekend. Wij veranderen het niet: dan klopt de ondertekening niet meer."
            ) from error
        logger.warning("The makers stay in %s: %s", name, error)
        raise Kept(
            "Het lukt niet om namen van makers uit dit bestand te halen. Misschien is het beschadigd of beveiligd. "
            "Haal de namen eruit in het programma waarmee het is gemaakt."
        ) from error
    return cleaned


def remove_makers(document: Bestand) -> None:
    """Take the makers out of the stored file, which keeps its addresses. Raises Kept, and then nothing changed."""
    storage, old, filename = document.file.storage, document.file.name, document.filename
    with document.open_file() as file:
        data = without_makers(file.read(), filename)
    # A folder of its own: the address ends in the name of the file, so that must not get another.
    folder = hashlib.sha256(data).hexdigest()[:8]
    new = storage.save(f"documents/{folder}/{filename}", ContentFile(data), max_length=100)
    try:
        with transaction.atomic():
            document.file = new
            document._set_document_file_metadata()
            document.save()
            transaction.on_commit(lambda: storage.delete(old))
    except BaseException:
        storage.delete(new)
        document.file = old
        raise
