"""A list as a download: the answer to a request for what is on screen, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from openpyxl import Workbook

from . import files as list_files
from .files import EXPLAINED, FORMATS, Kolom
from .workbooks import add_sheet, explained, saved

XLSX_TYPE = FORMATS["xlsx"]
INVENTED = "Een rij met ja bij Voorbeeld is verzonnen. Tel die niet mee als echt."


@dataclass(frozen=True, slots=True)
class Lijstbestand:
    """What goes into a file: its name without ending, its title, its columns and its records."""

    naam: str
    titel: str
    kolommen: Sequence[Kolom]
    records: Iterable[Mapping[str, Any]]
    # The address that gives this file again.
    adres: str = ""
    te_importeren: bool = False
    bom: bool = False


def rows_as_file(
    address: str, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], fmt: str
) -> HttpResponseBase:
    """Rows that were found already, as a file; `columns` are name -> heading, `address` gives it again."""
    kolommen = [Kolom(column, heading) for column, heading in columns.items()]
    file = Lijstbestand(name, capfirst(name), kolommen, rows, address, bom=True)
    if fmt == "xlsx":
        return answer(file, fmt)
    # They are all there: sent whole, with their length.
    return _attached(HttpResponse("".join(_lines(file, fmt)), content_type=FORMATS[fmt]), file, fmt)


def answer(file: Lijstbestand, fmt: str) -> HttpResponseBase:
    """The file in one of FORMATS; rows are read while it is sent, but for a workbook."""
    if fmt == "xlsx":
        return _attached(FileResponse(_workbook(file), content_type=XLSX_TYPE), file, fmt)
    return _attached(StreamingHttpResponse(_lines(file, fmt), content_type=FORMATS[fmt]), file, fmt)


def _attached(response: HttpResponseBase, file: Lijstbestand, fmt: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{file.naam}.{fmt}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def download_links(
    columns: Sequence[Kolom], addresses: Mapping[str, str], query: str, titel: str, wat: str = "Download"
) -> list[dict[str, Any]]:
    """The files of what is on screen, see templates/components/downloads.html: each format at once, or with a choice.

    A workbook is made on demand, so it is a form and no link that a crawler follows.
    """
    tail = f"?{query}" if query else ""
    fields = parse_qsl(query)
    csv, xlsx, json = (addresses[fmt] for fmt in ("csv", "xlsx", "json"))
    return [
        {"label": f"{wat} als CSV", "url": csv + tail},
        {"label": f"{wat} als Excel", "action": xlsx, "fields": fields},
        {"label": f"{wat} als JSON", "url": json + tail},
        {
            "label": "Kies kolommen",
            # A page may have several.
            "naam": f"Kies kolommen van {titel.lower()}",
            "fields": fields,
            "kolommen": [{"naam": column.name, "label": column.label} for column in columns],
            "formaten": [
                {"label": label, "action": action}
                for label, action in (("Als CSV", csv), ("Als Excel", xlsx), ("Als JSON", json))
            ],
        },
    ]


def _lines(file: Lijstbestand, fmt: str) -> Iterator[str]:
    if fmt == "json":
        return list_files.json_lines(file.records)
    return list_files.csv_lines(_heads(file), _cells(file), bom=file.bom)


def _workbook(file: Lijstbestand) -> Any:
    book = Workbook(write_only=True)
    add_sheet(book, file.titel, _chain(_heads(file), _cells(file)))
    about = (
        ("Deze lijst", file.adres),
        ("Gemaakt op", timezone.now()),
        ("Verzonnen", INVENTED),
    )
    add_sheet(book, EXPLAINED, explained(file.kolommen, about, again=file.te_importeren))
    return saved(book)


def _heads(file: Lijstbestand) -> list[str]:
    return [column.label for column in file.kolommen]


def _cells(file: Lijstbestand) -> Iterator[list[Any]]:
    return ([row[column.name] for column in file.kolommen] for row in file.records)


def _chain(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield head
    yield from rows
