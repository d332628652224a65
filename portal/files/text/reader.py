"""Reads the text of a file that a stranger made, with what of it was left. A reader for `portal.files.limited`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import odf, pdf, plain, sheets, word

MAX_CHARACTERS = 400_000
OTHERS = {
    ".docx": word.read, ".odt": odf.read, ".ods": odf.read, ".xlsx": sheets.read, ".csv": plain.table,
    ".txt": plain.read,
}  # fmt: skip


def read(data: bytes, suffix: str, seconds: float) -> dict[str, Any]:
    """The text. PermissionError: it needs a password; any other error may come out.

    "pages": the pages of a PDF, the sheets of a workbook, or the whole text as one; "names": what each is called, ""
    for what has no name; "total": how many there are; "blank": how many of those read hold a picture and no text;
    "cut": whether some text was left because it is too much.
    """
    if suffix == ".pdf":
        file = pdf.Pages(data)
        pages, names, cut = _limited(file.read(seconds))
        return {"pages": pages, "names": names, "total": file.total, "blank": file.blank, "cut": cut}
    pages, names, cut = _limited(OTHERS[suffix](data, MAX_CHARACTERS + 1))
    return {"pages": pages, "names": names, "total": len(pages), "blank": 0, "cut": cut}


def _limited(found: Iterator[tuple[str, str]]) -> tuple[list[str], list[str], bool]:
    pages: list[str] = []
    names: list[str] = []
    left = MAX_CHARACTERS
    for name, text in found:
        if len(text) > left:
            return ([*pages, text[:left]], [*names, name], True) if left else (pages, names, True)
        pages.append(text)
        names.append(name)
        left -= len(text)
    return pages, names, False
