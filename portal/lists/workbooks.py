"""Writes a workbook that can be worked with: a head that stays, a filter, widths, real dates, and what it all means."""

from __future__ import annotations

import datetime
import itertools
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..datum import Datum
from .files import RISKY, Kolom, cell

# So many rows decide how wide a column is.
LOOKED_AT = 200
NARROWEST, WIDEST = 8, 60
DATE, MOMENT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"


def xlsx_file(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Any:
    """A workbook as an open temporary file, written row by row; the first row of each sheet is its head."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        add_sheet(book, title, rows)
    return saved(book)


def add_sheet(book: Workbook, title: str, rows: Iterable[Sequence[Any]]) -> Any:
    """A sheet of this write-only workbook with these rows, of which the first is the head."""
    sheet: Any = book.create_sheet(title[:31])
    found = iter(rows)
    first = list(itertools.islice(found, LOOKED_AT))
    width = max(map(len, first), default=0)
    for index in range(width):
        longest = max((_length(row[index]) for row in first if index < len(row)), default=0)
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(max(longest + 3, NARROWEST), WIDEST)
    sheet.freeze_panes = "A2"
    number = 0
    for number, row in enumerate(itertools.chain(first, found), start=1):
        sheet.append([_cell(sheet, value, bold=number == 1) for value in row])
    if width:
        sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{max(number, 1)}"
    return sheet


def saved(book: Workbook) -> Any:
    """The workbook as an open temporary file."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(target)
    target.seek(0)
    return target


def explained(columns: Sequence[Kolom], about: Sequence[tuple[str, Any]], *, again: bool) -> list[list[Any]]:
    """The rows of the sheet EXPLAINED: each column, and after them what there is to say of the whole.

    `again`: an import reads this list, so each column says whether it is read.
    """
    rows: list[list[Any]] = [["Kolom", "Naam", "Betekenis", "Waarden", *(["Te importeren"] if again else [])]]
    for column in columns:
        words = "; ".join(column.labels.values()) if column.labels else ""
        told = [column.label, column.name, column.uitleg or column.label, words]
        rows.append([*told, bool(column.leest)] if again else told)
    return [*rows, [], *([name, "", value] for name, value in about)]


def _length(value: Any) -> int:
    return max((len(line) for line in str(cell(value)).split("\n")), default=0)


def _cell(sheet: Any, value: Any, *, bold: bool) -> Any:
    """Text is text: it runs as no formula, whatever it begins with, and is no error of Excel."""
    if value is None or value == "":
        return None
    if isinstance(value, Datum) and value.exact:
        value = value.begin
    if isinstance(value, datetime.date):
        return _moment(sheet, value)
    text = value if isinstance(value, int | float) and not isinstance(value, bool) else str(cell(value))
    if not isinstance(text, str):
        return text
    # The apostrophe that a CSV file needs is a property of the cell here.
    risky = bool(RISKY.match(text))
    text = text[1:] if risky and not str(value).startswith("'") else text
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"
    if risky:
        made.quotePrefix = True
    if bold:
        made.font = Font(bold=True)
    if "\n" in text:
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _moment(sheet: Any, value: datetime.date) -> Any:
    form = DATE
    if isinstance(value, datetime.datetime):
        form = MOMENT
        # Excel knows no time zones.
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    made = WriteOnlyCell(sheet, value=value)
    made.number_format = form
    return made
