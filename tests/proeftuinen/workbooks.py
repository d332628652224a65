"""The workbook that an import of the tracker takes."""

import io

from openpyxl import Workbook

from proeftuinen.importing import sheets

GOOD = {
    "knelpunten": [
        {"sleutel": "geen-bed", "titel": "Geen bed", "begrippen": "opvang", "status": "geduid", "datum": "2026-03-01"}
    ],
    "oplossingen": [{"sleutel": "noodbed", "titel": "Noodbed", "inspanning": "laag"}],
    "proeftuinen": [
        {"sleutel": "alkmaar", "titel": "Alkmaar", "gemeente": "Alkmaar", "stadium": "loopt", "datum": "2026-01-01"}
    ],
    "toepassingen": [
        {
            "knelpunt": "geen-bed", "oplossing": "noodbed", "proeftuin": "alkmaar", "resultaat": "werkte",
            "toelichting": "Er was een bed.", "datum": "2026-05-01", "voorbeeld": "ja",
        }
    ],
}  # fmt: skip


def workbook(content: dict) -> io.BytesIO:
    book = Workbook()
    book.remove(book.active)
    for kind, rows in content.items():
        sheet = book.create_sheet(kind)
        sheet.append(list(sheets.COLUMNS[kind]))
        for row in rows:
            sheet.append([row.get(column, "") for column in sheets.COLUMNS[kind]])
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target
