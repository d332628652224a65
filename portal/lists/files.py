"""How a list becomes a file: the one writer of CSV, XLSX and JSON, row by row, so that 100,000 rows do not fill memory.

A file that is written here can be corrected and imported: see `plain_text` and `without_apostrophe`.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from ..datum import UNKNOWN, Datum
from ..visibility import Reader

CHUNK = 2_000
XLSX_ROWS = 20_000
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The sheet of a workbook that says what its columns mean.
EXPLAINED = "Uitleg"
# What a spreadsheet would run as a formula; the wide ones where Japanese is written.
RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
Row = Mapping[str, Any]
# For the keys of some records: key -> text, or key -> part -> text.
Many = Callable[[Reader, Sequence[int]], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column: its name in JSON and the URL, its heading, where its value comes from and, for a choice, its words.

    `many` gives what a record has several of, for a piece of the records at once; `part` is which of its answers this
    column shows. `leest`: the column of the import that reads it, "" for what is only there to be read. `precies`: how
    far the date of the source is known.
    """

    name: str
    label: str
    source: str = "pk"
    labels: Mapping[str, str] | None = None
    many: Many | None = None
    part: str = ""
    leest: str = ""
    uitleg: str = ""
    adres: Callable[[Any], str] | None = None
    precies: bool = False

    def value(self, row: Row, root: str) -> Any:
        """What stands in a cell of this column for one row; `root` makes an address absolute."""
        found = row[self.source]
        if self.precies:
            return str(found.precisie.label) if isinstance(found, Datum) else ""
        if self.labels is not None:
            return self.labels.get(found, "") if found else ""
        if self.adres is None:
            return found
        path = self.adres(found)
        return urljoin(root, path) if path else ""

    def values(self, found: Mapping[int, Any], key: int) -> Any:
        """The same for a column that is asked for many records at once, by the key of the record."""
        of_record = found.get(key, "")
        return of_record.get(self.part, "") if self.part and of_record else of_record


@dataclass(frozen=True, slots=True)
class Export:
    """`rows(reader, params)` are the records on screen; `te_importeren`: an import reads the file again."""

    titel: str
    kolommen: tuple[Kolom, ...]
    rows: Callable[[Reader, QueryDict], QuerySet[Any, Any]]
    te_importeren: bool = False

    def chosen(self, names: Sequence[str]) -> tuple[Kolom, ...]:
        """The wanted columns in their own order; all of them when none is known."""
        return tuple(k for k in self.kolommen if k.name in names) or self.kolommen


def records(
    rows: QuerySet[Any, Any], columns: Sequence[Kolom], reader: Reader, root: str = "/"
) -> Iterator[dict[str, Any]]:
    """One dict a record, read in pieces. `root` makes the addresses absolute: "https://example.org/" say."""
    names = dict.fromkeys(["pk", *(column.source for column in columns)])
    found = rows.values(*names).iterator(chunk_size=CHUNK)
    for part in _batched(found):
        keys = [row["pk"] for row in part]
        filled = {many: many(reader, keys) for many in dict.fromkeys(c.many for c in columns if c.many)}
        for row in part:
            yield {c.name: c.values(filled[c.many], row["pk"]) if c.many else c.value(row, root) for c in columns}


def _batched(found: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(itertools.islice(found, CHUNK)):
        yield part


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, bom: bool) -> Iterator[str]:
    """CSV with ; between the cells, as a Dutch spreadsheet reads it; UTF-8, with a BOM for Excel when asked."""
    writer: Any = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" * bom + writer.writerow([cell(head) for head in heads])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def json_lines(found: Iterable[Row]) -> Iterator[str]:
    """One JSON list, a record at a time."""
    yield "[\n"
    for index, row in enumerate(found):
        plain = {key: write_date(value) for key, value in row.items()}
        yield (",\n" if index else "") + json.dumps(plain, ensure_ascii=False, default=str)
    yield "\n]\n"


def cell(value: Any) -> Any:
    """A value for a cell of CSV. Text that would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return value
    text = "".join(char for char in str(write_date(value)) if char in "\t\n\r" or ord(char) >= 32)
    return f"'{text}" if RISKY.match(text) else text


def without_apostrophe(text: str) -> str:
    """What stood in a cell before `cell` wrote it."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


def plain_text(text: str) -> str:
    """A text as it comes back from a file: no control characters, one kind of line end, no spaces around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\t\n" or ord(char) >= 32).strip()


def write_date(value: Any) -> Any:
    """A date or moment as text, a date that is known in part as EDTF; anything else as it is."""
    if isinstance(value, Datum):
        return value.edtf or UNKNOWN
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value
