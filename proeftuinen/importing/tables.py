"""Reads the tables of a workbook or CSV file that a stranger made, within limits. A reader for `portal.files.limited`.

It knows nothing of what the tables mean: out come lists of cells as text, as (name of the sheet, number of the row,
cells). Of a CSV file the name is empty.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

# Of what is unpacked. The container says how much that will be, and no more than it says is read.
MAX_UNPACKED = 60_000_000
MAX_PARTS = 1_000
MAX_ROWS = 20_000
MAX_COLUMNS = 50
MAX_CELL = 20_000
MAX_TEXT = 20_000_000
# As many as Excel has: what is beyond them was made by something else.
EXCEL_ROWS = 1_048_576
# What stands in a cell whose formula was never worked out: who made the file did not open it in a spreadsheet.
NOT_WORKED_OUT = "#FORMULE!"
# The first line of a CSV file may tell Excel what stands between its cells.
SEP_LINE = re.compile(r'"?sep=(?P<sep>[;,|\t])"?[;,|\t]*\n', re.I)
BETWEEN_CELLS = ";,\t"
Line = tuple[str, int, list[str]]


class Refusal(ValueError):
    """The file cannot be used; the message is for who sent it."""


def read(data: bytes, suffix: str, sheets: list[str], beside: Sequence[str] = ()) -> list[Line]:
    """The rows that are not empty, of a .csv or of these sheets (lower case) of an .xlsx. Raises Refusal.

    `beside` are sheets that may be there and are not read; any other with something on it is refused.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise Refusal("Dit bestand is leeg.")
    return list(_bounded(_csv(data) if suffix == ".csv" else _xlsx(data, sheets, beside)))


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    kept = characters = 0
    for sheet, number, cells in lines:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        place = f"{sheet}, rij {number}" if sheet else f"rij {number}"
        kept += 1
        characters += sum(map(len, cells))
        if len(cells) > MAX_COLUMNS:
            raise Refusal(f"Dit bestand heeft meer dan {MAX_COLUMNS} kolommen ({place}).")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise Refusal(f"Een cel heeft meer dan {MAX_CELL} tekens ({place}).")
        if any("\x00" in cell for cell in cells):
            raise Refusal(f"Er staat een NUL-teken in een cel ({place}).")
        if kept > MAX_ROWS + 1:
            raise Refusal(f"Dit bestand heeft meer dan {MAX_ROWS} rijen. Splits het.")
        if characters > MAX_TEXT:
            raise Refusal("Dit bestand bevat te veel tekst. Splits het.")
        yield sheet, number, cells


def _xlsx(data: bytes, sheets: list[str], beside: Sequence[str]) -> Iterator[Line]:
    # Imported for the files that need it: starting is most of the time that a small file takes.
    try:
        _refuse_bomb(data)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        known = [sheet for sheet in book.worksheets if _name(sheet) in sheets]
        if not known:
            raise Refusal(f"Geen van de tabbladen heet {', '.join(sheets)}.")
        for sheet in book.worksheets:
            if sheet not in known and sheet.sheet_state == "visible" and _name(sheet) not in beside:
                _refuse_content(sheet)
        names = [_name(sheet) for sheet in known]
        if doubled := [name for name in names if names.count(name) > 1]:
            raise Refusal(f'Er zijn twee tabbladen die "{doubled[0]}" heten.')
        formulas = None
        if _has_formulas(data):
            formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for sheet in known:
            yield from _sheet(sheet, formulas[sheet.title] if formulas else None)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        # Bytes that are no workbook are wrong in every way that a reader of archives and XML can be.
        raise Refusal("Dit is geen leesbaar Excel-bestand.") from error


def _name(sheet: Any) -> str:
    return str(sheet.title).strip().lower()


def _refuse_content(sheet: Any) -> None:
    sheet.reset_dimensions()
    for number, line in enumerate(sheet.iter_rows(max_row=EXCEL_ROWS + 1, values_only=True), start=1):
        if number > EXCEL_ROWS or any(_text(value) for value in line):
            raise Refusal(
                f'Het tabblad "{sheet.title[:80]}" kent de import niet. Geef het de juiste naam of haal het weg.'
            )


def _sheet(sheet: Any, written: Any) -> Iterator[Line]:
    """The rows of a sheet; `written` is the same sheet with its formulas, when there are any."""
    name = _name(sheet)
    # What the sheet says of its own size is no promise.
    sheet.reset_dimensions()
    lines = _values(sheet, written) if written else sheet.iter_rows(max_row=EXCEL_ROWS + 1, values_only=True)
    for number, line in enumerate(lines, start=1):
        if number > EXCEL_ROWS:
            raise Refusal(f"Het tabblad {name} heeft meer rijen dan Excel kent.")
        yield name, number, [_text(value) for value in line]


def _values(sheet: Any, written: Any) -> Iterator[list[Any]]:
    written.reset_dimensions()
    pairs = zip(*(one.iter_rows(max_row=EXCEL_ROWS + 1) for one in (sheet, written)), strict=True)
    for cells, as_written in pairs:
        yield [
            # A text that is empty was worked out.
            NOT_WORKED_OUT if own.data_type == "f" and cell.value is None and cell.data_type != "str" else cell.value
            for cell, own in zip(cells, as_written, strict=True)
        ]


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ >/]", archive.read(part)) for part in parts)


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refusal(f"Dit bestand is uitgepakt groter dan {MAX_UNPACKED // 1_000_000} MB. Splits het.")


def _csv(data: bytes) -> Iterator[Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("Bewaar het CSV-bestand als UTF-8.") from error
    # A bare CR ends a line too, as Excel for the Mac once wrote it.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = SEP_LINE.match(text)
    text = text[told.end() :] if told else text
    head, _, _ = text.partition("\n")
    between = told["sep"] if told else max(BETWEEN_CELLS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        for number, line in enumerate(reader, start=1):
            yield "", number, [cell.strip() for cell in line]
    except csv.Error as error:
        reason = f"Rij {reader.line_num} is geen CSV: een cel is te lang, of een aanhalingsteken wordt niet gesloten."
        raise Refusal(reason) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
