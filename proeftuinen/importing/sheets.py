"""Reads an import file into rows: every cell stands under a heading that is known, or the file is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import PurePath
from typing import IO

from openpyxl.utils import get_column_letter

from portal.files.limited import Unread, run_limited
from portal.lists.files import EXPLAINED

from . import tables
from .cells import problem_of
from .columns import COLUMNS, KIND, headings, missing

MAX_BYTES = 10_000_000
MAX_SECONDS = 20.0
MAX_MEMORY = 600_000_000
TOO_MUCH = "Dit bestand is te groot of te ingewikkeld om te lezen. Splits het."
# Sheets that explain, and are not read.
CHOICES = "Keuzes"
# In the first cell of the row in the template that shows how it is done.
EXAMPLE = "(voorbeeld)"
BESIDE = [EXPLAINED.lower(), CHOICES.lower()]


class UnreadableFile(ValueError):
    """The file as a whole cannot be used; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `place` says where it stands, for a message: "knelpunten, rij 4".

    `problems` are cells that hold no value; `unread` the columns of its table that are only there to be read.
    """

    kind: str
    place: str
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read(file: IO[bytes], name: str) -> list[Row]:
    """The rows of an .xlsx or .csv file, in the order in which they can be imported. Raises UnreadableFile."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UnreadableFile("Gebruik een bestand dat eindigt op .xlsx of .csv.")
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"Dit bestand is groter dan {MAX_BYTES // 1_000_000} MB. Splits het.")
    try:
        lines = run_limited(tables.read, data, suffix, list(COLUMNS), BESIDE, seconds=MAX_SECONDS, memory=MAX_MEMORY)
    except Unread as error:
        reason = error.reason if error.kind == tables.Refusal.__name__ else TOO_MUCH
        raise UnreadableFile(reason) from error
    rows = list(_csv_rows(lines) if suffix == ".csv" else _sheet_rows(lines))
    if not rows:
        raise UnreadableFile("Er staat geen enkele rij onder de koppen.")
    order = list(COLUMNS)
    return sorted(rows, key=lambda row: order.index(row.kind))


def _sheet_rows(lines: list[tables.Line]) -> Iterator[Row]:
    heads: dict[str, list[str]] = {}
    for kind, number, cells in lines:
        if kind not in heads:
            heads[kind] = _distinct(cells, kind)
            _columns(tuple(heads[kind]), kind)
            continue
        yield from _row(kind, f"{kind}, rij {number}", heads[kind], cells)


def _csv_rows(lines: list[tables.Line]) -> Iterator[Row]:
    head = _distinct(lines[0][2], "")
    if KIND not in head:
        raise UnreadableFile(f'De kolom "{KIND}" ontbreekt: daarin staat {", ".join(COLUMNS)}.')
    place = head.index(KIND)
    for _, number, cells in lines[1:]:
        kind = cells[place].lower() if len(cells) > place else ""
        if kind not in COLUMNS:
            raise UnreadableFile(f'Rij {number}: soort "{kind[:80]}" bestaat niet. Kies {", ".join(COLUMNS)}.')
        if any(cell for index, cell in enumerate(cells) if index != place):
            yield from _row(kind, f"rij {number}", _used(head, cells, kind), cells)


def _used(head: Sequence[str], cells: Sequence[str], kind: str) -> list[str]:
    """The headings that this kind knows or its row uses: one file may hold more kinds, each with columns of its own."""
    known = headings(kind)
    filled = (index < len(cells) and bool(cells[index]) for index in range(len(head)))
    return [name if name in known or used else "" for name, used in zip(head, filled, strict=True)]


def _distinct(cells: Sequence[str], kind: str) -> list[str]:
    """The headings in lower case. Raises UnreadableFile when one stands there twice."""
    head = [cell.strip().lower() for cell in cells]
    for name in head:
        if name and head.count(name) > 1:
            raise UnreadableFile(f'De kolom "{name[:80]}" staat er twee keer{f" bij {kind}" if kind else ""}.')
    return head


@lru_cache(maxsize=64)
def _columns(head: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The column of the import for each heading, "" for one that is only to be read. Raises UnreadableFile."""
    known = headings(kind)
    if unknown := [name for name in head if name and name not in known]:
        raise UnreadableFile(f"Onbekende kolom bij {kind}: {', '.join(unknown)[:200]}.")
    columns = tuple(known.get(name, "") for name in head)
    for name, column in zip(head, columns, strict=True):
        if column and columns.count(column) > 1:
            raise UnreadableFile(f'De kolom "{name}" staat er twee keer bij {kind}, onder twee namen.')
    if lacking := missing(kind, columns):
        raise UnreadableFile(f'De kolom "{lacking}" ontbreekt bij {kind}.')
    return columns


def _row(kind: str, place: str, head: Sequence[str], cells: Sequence[str]) -> Iterator[Row]:
    columns = _columns(tuple(head), kind)
    if cells[0] == EXAMPLE:
        return
    for index, cell in enumerate(cells):
        if cell and (index >= len(head) or not head[index]):
            letter = get_column_letter(index + 1)
            raise UnreadableFile(f"Bij {place} staat iets, maar kolom {letter} heeft geen kop.")
    # Of a row that ends early, the last cells are empty.
    values = {column: cell for column, cell in zip_longest(columns, cells, fillvalue="") if column and column != KIND}
    problems = tuple(f"{column}: {problem}" for column, cell in values.items() if (problem := problem_of(cell)))
    unread = tuple(name for name, column in zip(head, columns, strict=True) if name and not column)
    yield Row(kind, place, values, problems, unread)
