"""The text of attached files, for search: within limits, because a file is hostile until proven otherwise."""

from __future__ import annotations

import logging
import zipfile
from functools import lru_cache
from pathlib import PurePath
from typing import IO

import docx
from defusedxml import DefusedXmlException, ElementTree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .models import Bestand

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
MAX_PAGES = 200
MAX_CHARACTERS = 400_000


def text_of(document: Bestand) -> tuple[str, ...]:
    """The text of a PDF, DOCX, ODT or TXT file, one string a page (one in all where there are no pages).

    Empty for another type, a file beyond the limits or one that cannot be read; the reason is logged.
    """
    if not document.file or (document.file_size or 0) > MAX_BYTES:
        return ()
    return _text(document.file.name, document.file_hash or "")


@lru_cache(maxsize=256)
def _text(name: str, file_hash: str) -> tuple[str, ...]:
    suffix = PurePath(name).suffix.lower()
    try:
        with Bestand._meta.get_field("file").storage.open(name, "rb") as file:
            if suffix == ".pdf":
                reader = PdfReader(file)
                pages = [page.extract_text() for page in reader.pages[:MAX_PAGES]]
            elif suffix in (".docx", ".odt"):
                _refuse_bomb(zipfile.ZipFile(file))
                file.seek(0)
                pages = [_docx(file) if suffix == ".docx" else _odt(file)]
            elif suffix == ".txt":
                pages = [file.read(MAX_CHARACTERS).decode("utf-8", "replace")]
            else:
                return ()
    except (
        OSError,
        PyPdfError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        ElementTree.ParseError,
        DefusedXmlException,
    ) as error:
        logger.warning("No text from document %s: %s", name, error)
        return ()
    return _limited(pages)


def _limited(pages: list[str]) -> tuple[str, ...]:
    kept, left = [], MAX_CHARACTERS
    for page in pages:
        kept.append(page[:left].replace("\x00", " "))
        left -= len(kept[-1])
        if left <= 0:
            break
    return tuple(kept)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    packed = sum(info.compress_size for info in archive.infolist()) or 1
    if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise ValueError("the archive unpacks to too much")


def _docx(file: IO[bytes]) -> str:
    document = docx.Document(file)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _odt(file: IO[bytes]) -> str:
    with zipfile.ZipFile(file) as archive:
        content = archive.read("content.xml")
    return " ".join(text.strip() for text in ElementTree.fromstring(content).itertext() if text.strip())
