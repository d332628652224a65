"""The text of an XLSX as who opens it sees it.

What counts: the values in the visible cells of visible sheets, dates as dates. What does not: hidden sheets, rows and
columns, formulas, comments, names and lists of choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .office_xml import Parts, attribute, child, local

COLUMN = re.compile("[A-Z]+")
# As many as Excel has.
MOST_COLUMNS = 16_384
ON = ("1", "true")


def read(data: bytes, most: int) -> Iterator[tuple[str, str]]:
    """(name, text) of each visible sheet, its rows as lines. PermissionError: it needs a password."""
    parts = Parts(data)
    main = parts.first("", "officeDocument") or "xl/workbook.xml"
    book = parts.tree(main)
    if book is None:
        raise ValueError("there is no workbook in it")
    related = parts.related(main)
    strings = [_string(one) for one in _children(parts.tree(parts.first(main, "sharedStrings")), "si")]
    values = Values(strings, _dates(parts.tree(parts.first(main, "styles"))), _since_1904(book))
    for sheet in _children(child(book, "sheets"), "sheet"):
        kind, name = related.get(sheet.get(_relation(sheet), ""), ("", ""))
        if kind == "worksheet" and attribute(sheet, "state") in ("", "visible"):
            yield attribute(sheet, "name"), "\n".join(_rows(parts.tree(name), values, most))


def _children(element: Any, name: str) -> list[Any]:
    return [one for one in element if local(one) == name] if element is not None else []


def _relation(sheet: Any) -> str:
    """The attribute that says which part it is: an id in a namespace of its own."""
    return next((str(key) for key in sheet.attrib if key.endswith("}id")), "")


def _string(item: Any) -> str:
    """The letters of a text with or without runs; how it is pronounced stands beside it."""
    if local(item) in ("rPh", "phoneticPr"):
        return ""
    return "".join([item.text or "" if local(item) == "t" else "", *map(_string, item)])


def _since_1904(book: Any) -> bool:
    properties = child(book, "workbookPr")
    return properties is not None and attribute(properties, "date1904") in ON


def _dates(styles: Any) -> set[int]:
    """The styles that show a number as a date."""
    if styles is None:
        return set()
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    numbers = _children(child(styles, "numFmts"), "numFmt")
    own = {attribute(one, "numFmtId"): attribute(one, "formatCode") for one in numbers}
    shown = [attribute(one, "numFmtId") for one in _children(child(styles, "cellXfs"), "xf")]
    formats = [own.get(one) or BUILTIN_FORMATS.get(int(one or 0), "") for one in shown]
    return {number for number, code in enumerate(formats) if is_date_format(code)}


class Values:
    """What stands in a cell."""

    def __init__(self, strings: list[str], dates: set[int], since_1904: bool) -> None:
        self._strings, self._dates, self._since_1904 = strings, dates, since_1904

    def of(self, cell: Any) -> str:
        """As text; "" for an empty one."""
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            inside = child(cell, "is")
            return _string(inside) if inside is not None else ""
        value = child(cell, "v")
        text = str(value.text or "") if value is not None else ""
        if kind == "s":
            return self._strings[int(text)] if text.isdecimal() and int(text) < len(self._strings) else ""
        if kind == "b":
            return {"1": "WAAR", "0": "ONWAAR"}.get(text, "")
        if kind in ("", "n") and text and int(attribute(cell, "s") or 0) in self._dates:
            return self._day(text)
        return text

    def _day(self, number: str) -> str:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        try:
            day = from_excel(float(number), CALENDAR_MAC_1904 if self._since_1904 else CALENDAR_WINDOWS_1900)
            return f"{day.day}-{day.month}-{day.year}" if hasattr(day, "year") else str(day)
        except (ValueError, OverflowError):
            return number


def _rows(sheet: Any, values: Values, most: int) -> Iterator[str]:
    """The visible rows, with the cells apart, until there is enough."""
    hidden: set[int] = set()
    for column in _children(child(sheet, "cols"), "col"):
        if attribute(column, "hidden") in ON:
            first, last = int(attribute(column, "min")), int(attribute(column, "max"))
            hidden.update(range(first, min(last, MOST_COLUMNS) + 1))
    for row in _children(child(sheet, "sheetData"), "row"):
        if attribute(row, "hidden") in ON:
            continue
        cells = []
        place = 0
        for cell in _children(row, "c"):
            place = _column(attribute(cell, "r")) or place + 1
            if place not in hidden and (text := values.of(cell).strip()):
                cells.append(text)
        if cells:
            line = " | ".join(cells)
            yield line
            most -= len(line)
        if most < 0:
            return


def _column(reference: str) -> int:
    """ "B7" -> 2; 0 when it does not say."""
    letters = COLUMN.match(reference)
    number = 0
    for letter in letters.group() if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
