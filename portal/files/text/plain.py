"""The text of a file that holds nothing else: in UTF-8, UTF-16 or Windows-1252, and a table with something between its
cells.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

BOMS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
# Of a text in Latin letters, one byte of each two is zero in UTF-16.
LOOKED_AT = 4_000
MANY = 0.3
BETWEEN_CELLS = ";\t,|"
LONGEST_CELL = 1_000_000


def read(data: bytes, most: int) -> Iterator[tuple[str, str]]:
    """One page without a name."""
    yield "", decoded(data)[:most]


def table(data: bytes, most: int) -> Iterator[tuple[str, str]]:
    """The rows of a CSV file as lines, with the cells apart; as it stands when it is no table."""
    text = decoded(data)[:most]
    first = text.partition("\n")[0]
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(BETWEEN_CELLS, key=first.count)))
    except csv.Error:
        yield "", text
        return
    yield "", "\n".join(" | ".join(filter(None, map(str.strip, row))) for row in rows)


def decoded(data: bytes) -> str:
    """The letters of these bytes. What says nothing of itself and is no UTF-8 comes from an older Windows."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    start = data[:LOOKED_AT]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[place::2].count(0) > MANY * len(start) / 2 and not start[1 - place :: 2].count(0):
            return data.decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    # A byte that was lost makes no other encoding of a text that has other letters in UTF-8.
    if wrong and wrong >= len(data) - len(data.decode("ascii", "ignore")) - wrong:
        return data.decode("windows-1252", "replace")
    return text
