"""Reads an import file into rows, and makes the empty file to start from."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

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
MOST_ROWS = 20_000


class UnreadableFile(ValueError):
    """The file as a whole cannot be used; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `place` says where it stands, for a message: "knelpunten, rij 4"."""

    kind: str
    place: str
    values: Mapping[str, str]


def read(file: IO[bytes], name: str) -> list[Row]:
    """The rows of an .xlsx or .csv file, in the order in which they can be imported."""
    rows = list(
        _xlsx(file) if name.lower().endswith(".xlsx") else _csv(file) if name.lower().endswith(".csv") else _no(name)
    )
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"Dit bestand heeft meer dan {MOST_ROWS} rijen. Splits het.")
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


def _no(name: str) -> Iterator[Row]:
    raise UnreadableFile("Gebruik een bestand dat eindigt op .xlsx of .csv.")


def _xlsx(file: IO[bytes]) -> Iterator[Row]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnreadableFile("Dit is geen leesbaar Excel-bestand.") from error
    known = [sheet for sheet in book.worksheets if sheet.title.strip().lower() in COLUMNS]
    if not known:
        raise UnreadableFile(f"Geen van de tabbladen heet {', '.join(COLUMNS)}.")
    for sheet in known:
        kind = sheet.title.strip().lower()
        lines = sheet.iter_rows(values_only=True)
        head = _head([_text(value) for value in next(lines, ())], kind)
        for number, line in enumerate(lines, start=2):
            values = dict(zip(head, (_text(value) for value in line), strict=False))
            if any(values.values()):
                yield Row(kind, f"{kind}, rij {number}", values)


def _csv(file: IO[bytes]) -> Iterator[Row]:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("Bewaar het CSV-bestand als UTF-8.") from error
    head_line = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head_line.count(";") >= head_line.count(",") else ",")
    head = [value.strip().lower() for value in next(reader, [])]
    if KIND not in head:
        raise UnreadableFile(f'De kolom "{KIND}" ontbreekt: daarin staat {", ".join(COLUMNS)}.')
    for number, line in enumerate(reader, start=2):
        values = dict(zip(head, (value.strip() for value in line), strict=False))
        kind = values.pop(KIND, "").lower()
        if not any(values.values()):
            continue
        if kind not in COLUMNS:
            raise UnreadableFile(f'Rij {number}: soort "{kind}" bestaat niet. Kies {", ".join(COLUMNS)}.')
        _head([name for name in head if values.get(name)], kind)
        yield Row(kind, f"rij {number}", values)


def _head(names: list[str], kind: str) -> list[str]:
    head = [name.strip().lower() for name in names]
    unknown = [name for name in head if name and name not in (*COLUMNS[kind], KIND)]
    if unknown:
        raise UnreadableFile(f"Onbekende kolom bij {kind}: {', '.join(unknown)}.")
    return head


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value).strip()
