"""Reads an import file into rows, and makes the empty file to start from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from openpyxl import Workbook

from portal.limited import Unread, run_limited

from . import tables

PAGE = ("sleutel", "titel", "samenvatting", "begrippen", "voorbeeld")
STEP = ("datum", "reden")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "proeftuinen": (*PAGE, "gemeente", "politieregio", "begin", "einde", "doel", "stadium", *STEP),
    "knelpunten": (*PAGE, "wie_gehinderd", "status", "niveau", "eigenaar", *STEP),
    "oplossingen": (*PAGE, "inspanning", "rechtsgrond", "voorwaarden"),
    "toepassingen": (
        *("knelpunt", "oplossing", "proeftuin", "resultaat", "bewijsgraad"),
        *("toelichting", "bron", "bron_adres", "datum", "voorbeeld"),
    ),
}
# A CSV file holds one table, so it says in each row of which kind it is.
KIND = "soort"
MAX_BYTES = 10_000_000
MAX_SECONDS = 20.0
MAX_MEMORY = 600_000_000
TOO_MUCH = "Dit bestand is te groot of te ingewikkeld om te lezen. Splits het."


class UnreadableFile(ValueError):
    """The file as a whole cannot be used; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `place` says where it stands, for a message: "knelpunten, rij 4"."""

    kind: str
    place: str
    values: Mapping[str, str]


def read(file: IO[bytes], name: str) -> list[Row]:
    """The rows of an .xlsx or .csv file, in the order in which they can be imported. Raises UnreadableFile."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UnreadableFile("Gebruik een bestand dat eindigt op .xlsx of .csv.")
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"Dit bestand is groter dan {MAX_BYTES // 1_000_000} MB. Splits het.")
    try:
        lines = run_limited(tables.read, data, suffix, list(COLUMNS), seconds=MAX_SECONDS, memory=MAX_MEMORY)
    except Unread as error:
        reason = error.reason if error.kind == tables.Refusal.__name__ else TOO_MUCH
        raise UnreadableFile(reason) from error
    rows = list(_csv_rows(lines) if suffix == ".csv" else _sheet_rows(lines))
    order = list(COLUMNS)
    return sorted(rows, key=lambda row: order.index(row.kind))


def template() -> bytes:
    """An empty workbook with the right sheets and headings."""
    book = Workbook()
    book.remove(book.active)
    for kind, columns in COLUMNS.items():
        book.create_sheet(kind).append(list(columns))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet_rows(lines: list[tables.Line]) -> Iterator[Row]:
    heads: dict[str, list[str]] = {}
    for kind, number, cells in lines:
        if kind not in heads:
            heads[kind] = _head(cells, kind)
            continue
        values = dict(zip(heads[kind], cells, strict=False))
        if any(values.values()):
            yield Row(kind, f"{kind}, rij {number}", values)


def _csv_rows(lines: list[tables.Line]) -> Iterator[Row]:
    head = [value.lower() for value in lines[0][2]]
    if KIND not in head:
        raise UnreadableFile(f'De kolom "{KIND}" ontbreekt: daarin staat {", ".join(COLUMNS)}.')
    for _, number, cells in lines[1:]:
        values = dict(zip(head, cells, strict=False))
        kind = values.pop(KIND, "").lower()
        if not any(values.values()):
            continue
        if kind not in COLUMNS:
            raise UnreadableFile(f'Rij {number}: soort "{kind[:80]}" bestaat niet. Kies {", ".join(COLUMNS)}.')
        _head([name for name in head if values.get(name)], kind)
        yield Row(kind, f"rij {number}", values)


def _head(names: list[str], kind: str) -> list[str]:
    head = [name.strip().lower() for name in names]
    unknown = [name for name in head if name and name not in (*COLUMNS[kind], KIND)]
    if unknown:
        raise UnreadableFile(f"Onbekende kolom bij {kind}: {', '.join(unknown)[:200]}.")
    return head
