"""Files to import, made in a line or two, and what became of them."""

import io
from pathlib import Path

from openpyxl import Workbook

from proeftuinen.importing import sheets
from proeftuinen.importing.run import Report

CASES = Path(__file__).parent / "gevallen"
HEAD = "soort;sleutel;titel;samenvatting;voorbeeld"


def case(name: str) -> list[sheets.Row]:
    with (CASES / name).open("rb") as file:
        return sheets.read(file, name)


def csv_rows(*lines: str) -> list[sheets.Row]:
    return sheets.read(io.BytesIO("\n".join(lines).encode()), "a.csv")


def sheet_rows(*lines: list, title: str = "oplossingen", other: dict | None = None) -> list[sheets.Row]:
    book = Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    for name, content in (other or {}).items():
        book.create_sheet(name).append(content)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return sheets.read(target, "a.xlsx")


def messages(report: Report) -> str:
    return " ".join(text for row in report.rows for text in row.messages)
