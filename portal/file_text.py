"""Reads the text of a file that a stranger made, as a list of pages. A reader for `portal.limited`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
MAX_PAGES = 200
MAX_CHARACTERS = 400_000


def read(data: bytes, suffix: str) -> list[str]:
    """The pages of a PDF; the whole text of a DOCX or ODT as one page. Any error may come out."""
    # Imported for the files that need it: starting is most of the time that a small file takes.
    if suffix == ".pdf":
        from pypdf import PdfReader

        return _limited(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages[:MAX_PAGES])
    _refuse_bomb(data)
    return _limited([_docx(data) if suffix == ".docx" else _odt(data)])


def _limited(pages: Iterable[str]) -> list[str]:
    kept: list[str] = []
    left = MAX_CHARACTERS
    for page in pages:
        kept.append(page[:left].replace("\x00", " "))
        left -= len(kept[-1])
        if left <= 0:
            break
    return kept


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
        packed = sum(info.compress_size for info in archive.infolist()) or 1
    if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise ValueError("the archive unpacks to too much")


def _docx(data: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _odt(data: bytes) -> str:
    from defusedxml import ElementTree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    return " ".join(text.strip() for text in ElementTree.fromstring(content).itertext() if text.strip())
