"""The text of a PDF as who opens it sees it, page by page.

What counts: what stands on the page, in the order in which the file says that it is read, words that were broken at the
end of a line as one word; what was filled in in forms, and text that was typed upon the page. What does not: comments,
and layers that are off.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from typing import Any

from .pdf_order import Order

MAX_PAGES = 200
HIDDEN = 1 << 1 | 1 << 5
PASSWORD = 1 << 13
# A letter, a hyphen at the end of a line, and what follows on the next.
BROKEN = re.compile(r"(?P<before>[^\W\d_]*)(?P<hyphen>[-‐\xad])[ \t]*\n[ \t]*(?P<after>\w+)")
# Between "kinder-" and "jeugdzorg" stands one of these.
AND = ("en", "of", "tot", "als", "noch", "dan", "naar", "and", "or")


class Pages:
    """The pages of the file. `total` there are; `blank` of those that were read hold a picture and no text."""

    def __init__(self, data: bytes) -> None:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError

        self._reader = PdfReader(io.BytesIO(data))
        try:
            self.total = len(self._reader.pages)
        except FileNotDecryptedError as error:
            raise PermissionError("it is encrypted") from error
        self.blank = 0
        self._order = Order(self._reader)

    def read(self, seconds: float) -> Iterator[tuple[str, str]]:
        """(printed label, text) of the pages; those that cannot be read within so many seconds of work are left."""
        labels = self._labels()
        started = time.process_time()
        for number in range(min(self.total, MAX_PAGES)):
            if number and time.process_time() - started > seconds:
                return
            page = self._reader.pages[number]
            text = "\n".join([joined(self._order.text(page)), *_written_upon(page)]).strip()
            if not text and _has_picture(page):
                self.blank += 1
            yield labels[number] if number < len(labels) else str(number + 1), text

    def _labels(self) -> list[str]:
        try:
            return [str(label) for label in self._reader.page_labels]
        except Exception:
            # What it calls its pages is no reason not to read them.
            return []


def joined(text: str) -> str:
    """The words that were broken at the end of a line, whole."""
    return BROKEN.sub(_join, text)


def _join(broken: re.Match[str]) -> str:
    before, hyphen, after = broken["before"], broken["hyphen"], broken["after"]
    if hyphen == "\xad":
        return before + after
    if not before:
        return broken.group()
    if after in AND:
        return f"{before}- {after}"
    # "e-mail", "OM-beleid" and "Noord-Holland" keep theirs.
    kept = len(before) == 1 or before[-1].isupper() or not after[0].islower()
    return f"{before}-{after}" if kept else before + after


def _written_upon(page: Any) -> list[str]:
    try:
        return list(_upon(page))
    except Exception:
        # A form that is wrong is no reason not to read the page.
        return []


def _upon(page: Any) -> Iterator[str]:
    """What was filled in in the fields of a form, and typed upon the page."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        kind = note.get("/Subtype")
        if int(note.get("/F", 0)) & HIDDEN:
            continue
        if kind == "/FreeText":
            yield str(note.get("/Contents", ""))
        elif kind == "/Widget" and _inherited(note, "/FT") in ("/Tx", "/Ch"):
            value = _inherited(note, "/V")
            if value is not None and not int(_inherited(note, "/Ff") or 0) & PASSWORD:
                yield " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _inherited(field: Any, key: str) -> Any:
    """A value of a field or of the fields that it is part of; None when there is none."""
    for _ in range(20):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return None


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    return bool(objects is not None and len(objects.get_object()))
