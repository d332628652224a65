"""How a list becomes a file: the same rows and filter, streamed, so that 100,000 rows do not fill memory."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from openpyxl import Workbook

from portal.datum import UNKNOWN, Datum
from portal.visibility import Reader

CHUNK = 1000
XLSX_ROWS = 20_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would run as a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
Row = Mapping[str, Any]
Many = Callable[[Reader, Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column: its name in JSON and the URL, its heading, where its value comes from and, for a choice, its words.

    `many` gives what a record has several of, for a piece of the records at once: key -> text.
    """

    name: str
    label: str
    source: str = "pk"
    labels: Mapping[str, str] | None = None
    many: Many | None = None

    def value(self, row: Row) -> Any:
        found = row[self.source]
        if self.labels is not None:
            return self.labels.get(found, "") if found else ""
        return found


@dataclass(frozen=True, slots=True)
class Export:
    """`rows(reader, params)` are the records on screen, as a queryset of dicts."""

    titel: str
    kolommen: tuple[Kolom, ...]
    rows: Callable[[Reader, QueryDict], QuerySet[Any, Any]]

    def chosen(self, names: Sequence[str]) -> tuple[Kolom, ...]:
        """The wanted columns in their own order; all of them when none is known."""
        return tuple(k for k in self.kolommen if k.name in names) or self.kolommen


def records(rows: QuerySet[Any, Any], columns: Sequence[Kolom], reader: Reader) -> Iterator[dict[str, Any]]:
    """One dict a record, read in pieces."""
    names = dict.fromkeys(["pk", *(column.source for column in columns)])
    found = rows.values(*names).iterator(chunk_size=CHUNK)
    for part in _batched(found):
        keys = [row["pk"] for row in part]
        filled = {column.name: column.many(reader, keys) for column in columns if column.many}
        for row in part:
            yield {
                column.name: filled[column.name].get(row["pk"], "") if column.many else column.value(row)
                for column in columns
            }


def _batched(found: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(itertools.islice(found, CHUNK)):
        yield part


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(found: Iterable[Row], columns: Sequence[Kolom], *, bom: bool) -> Iterator[str]:
    """CSV with ; between the cells, as a Dutch spreadsheet reads it; UTF-8, with a BOM for Excel when asked."""
    writer: Any = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" * bom + writer.writerow([column.label for column in columns])
    for row in found:
        yield writer.writerow([cell(row[column.name]) for column in columns])


def json_lines(found: Iterable[Row]) -> Iterator[str]:
    """One JSON list, a record at a time."""
    yield "[\n"
    for index, row in enumerate(found):
        yield (",\n" if index else "") + json.dumps(
            {key: _plain(value) for key, value in row.items()}, ensure_ascii=False
        )
    yield "\n]\n"


def xlsx_file(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Any:
    """A workbook as an open temporary file, written row by row."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append([cell(value) for value in row])
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(target)
    target.seek(0)
    return target


def cell(value: Any) -> Any:
    """A value for a spreadsheet. Text that would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return value
    text = str(_plain(value))
    text = "".join(char for char in text if char in "\t\n\r" or ord(char) >= 32)
    return f"'{text}" if text.startswith(RISKY) else text


def _plain(value: Any) -> Any:
    if isinstance(value, Datum):
        return value.edtf or UNKNOWN
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
