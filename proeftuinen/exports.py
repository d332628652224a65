"""Exports of exactly what is on screen: the same filter, streamed, so that 100,000 rows do not fill memory."""

from __future__ import annotations

import csv
import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from openpyxl import Workbook

from portal.choices import Bewijsgraad, Politieregio, Provincie, Resultaat
from portal.visibility import Reader, page_q

from .choices import Inspanning, KnelpuntStatus, Niveau, Registersoort, Stadium
from .filters import filter_set
from .models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Toepassing, Waarneming

CHUNK = 1000
XLSX_ROWS = 20_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would run as a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column: its name in JSON and the URL, its heading, where its value comes from and, for a choice, its words."""

    name: str
    label: str
    source: str
    labels: Mapping[str, str] | None = None

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


def _words(choices: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices}


def _current(model: type[Any], key: str, field: str) -> Subquery:
    return Subquery(model.objects.filter(is_huidig=True, **{key: OuterRef("pk")}).values(field)[:1])


def _counted(model: type[Any], key: str, reader: Reader, *others: str) -> Subquery:
    rows = model.objects.filter(*(page_q(reader, f"{other}__") for other in others), **{key: OuterRef("pk")})
    return Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n"))


def _applied(key: str, reader: Reader) -> Subquery:
    rows = Toepassing.objects.visible_to(reader).filter(**{key: OuterRef("pk")})
    return Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n"))


def _list(toont: str, model: type[Any], reader: Reader, params: QueryDict) -> QuerySet[Any]:
    rows: QuerySet[Any] = filter_set(toont, reader).bind(params).apply(model.objects.visible_to(reader))
    return rows


def _proeftuinen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    return _list(Registersoort.PROEFTUIN, Proeftuin, reader, params).annotate(
        x_gemeente=F("gemeente__naam"),
        x_provincie=F("gemeente__provincie"),
        x_stadium=_current(ProeftuinStap, "proeftuin", "stadium"),
        x_sinds=_current(ProeftuinStap, "proeftuin", "datum"),
        x_knelpunten=_counted(Waarneming, "proeftuin", reader, "knelpunt"),
        x_toepassingen=_applied("proeftuin", reader),
    )


def _knelpunten(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    owner = KnelpuntStap.objects.filter(page_q(reader, "eigenaar__"), is_huidig=True, knelpunt=OuterRef("pk"))
    return _list(Registersoort.KNELPUNT, Knelpunt, reader, params).annotate(
        x_status=_current(KnelpuntStap, "knelpunt", "status"),
        x_niveau=_current(KnelpuntStap, "knelpunt", "niveau"),
        x_sinds=_current(KnelpuntStap, "knelpunt", "datum"),
        x_reden=_current(KnelpuntStap, "knelpunt", "reden"),
        x_eigenaar=Subquery(owner.values("eigenaar__title")[:1]),
        x_proeftuinen=_counted(Waarneming, "knelpunt", reader, "proeftuin"),
        x_toepassingen=_applied("knelpunt", reader),
    )


def _oplossingen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    return _list(Registersoort.OPLOSSING, Oplossing, reader, params).annotate(
        x_toepassingen=_applied("oplossing", reader)
    )


def _toepassingen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    """The results of the Knelpunten on screen: what the matrix shows."""
    knelpunten = _list(Registersoort.KNELPUNT, Knelpunt, reader, params)
    made_up = Q(is_voorbeeld=True)
    for name in ("knelpunt", "oplossing", "proeftuin"):
        made_up |= Q(**{f"{name}__is_voorbeeld": True})
    rows = Toepassing.objects.visible_to(reader).annotate(
        x_knelpunt=F("knelpunt__title"),
        x_oplossing=F("oplossing__title"),
        x_proeftuin=F("proeftuin__title"),
        x_gemeente=F("proeftuin__gemeente__naam"),
        x_voorbeeld=ExpressionWrapper(made_up, BooleanField()),
    )
    return rows.filter(knelpunt__in=knelpunten.order_by().values("pk")).order_by("-datum", "pk")


KEY = Kolom("id", "id", "translation_key")
TITLE = Kolom("titel", "Titel", "title")
SUMMARY = Kolom("samenvatting", "Samenvatting", "samenvatting")
MADE_UP = Kolom("voorbeeld", "Voorbeeld (verzonnen)", "is_voorbeeld")
CHANGED = Kolom("gewijzigd", "Gewijzigd", "last_published_at")
REGIONS, PROVINCES = _words(Politieregio.choices), _words(Provincie.choices)

EXPORTS = {
    "proeftuinen": Export(
        "Proeftuinen",
        (
            KEY,
            TITLE,
            Kolom("gemeente", "Gemeente", "x_gemeente"),
            Kolom("provincie", "Provincie", "x_provincie", PROVINCES),
            Kolom("politieregio", "Politieregio", "politieregio", REGIONS),
            Kolom("stadium", "Stadium", "x_stadium", _words(Stadium.choices)),
            Kolom("sinds", "Stadium sinds", "x_sinds"),
            Kolom("begin", "Begin", "startdatum"),
            Kolom("einde", "Einde", "einddatum"),
            Kolom("knelpunten", "Knelpunten", "x_knelpunten"),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _proeftuinen,
    ),
    "knelpunten": Export(
        "Knelpunten",
        (
            KEY,
            TITLE,
            Kolom("status", "Status", "x_status", _words(KnelpuntStatus.choices)),
            Kolom("niveau", "Niveau", "x_niveau", _words(Niveau.choices)),
            Kolom("aan_zet", "Aan zet", "x_eigenaar"),
            Kolom("sinds", "Status sinds", "x_sinds"),
            Kolom("reden", "Reden", "x_reden"),
            Kolom("proeftuinen", "Proeftuinen", "x_proeftuinen"),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _knelpunten,
    ),
    "oplossingen": Export(
        "Oplossingen",
        (
            KEY,
            TITLE,
            Kolom("inspanning", "Inspanning", "inspanning", _words(Inspanning.choices)),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _oplossingen,
    ),
    "toepassingen": Export(
        "Toepassingen",
        (
            Kolom("id", "id", "uuid"),
            Kolom("knelpunt", "Knelpunt", "x_knelpunt"),
            Kolom("oplossing", "Oplossing", "x_oplossing"),
            Kolom("proeftuin", "Proeftuin", "x_proeftuin"),
            Kolom("gemeente", "Gemeente", "x_gemeente"),
            Kolom("resultaat", "Resultaat", "resultaat", _words(Resultaat.choices)),
            Kolom("bewijsgraad", "Bewijsgraad", "bewijsgraad", _words(Bewijsgraad.choices)),
            Kolom("datum", "Datum", "datum"),
            Kolom("toelichting", "Toelichting", "toelichting"),
            Kolom("bron", "Bron", "bron"),
            Kolom("bron_adres", "Adres van de bron", "bron_url"),
            Kolom("voorbeeld", "Voorbeeld (verzonnen)", "x_voorbeeld"),
        ),
        _toepassingen,
    ),
}


def records(rows: QuerySet[Any, Any], columns: Sequence[Kolom]) -> Iterator[dict[str, Any]]:
    """One dict a record, read in pieces."""
    for row in rows.values(*dict.fromkeys(column.source for column in columns)).iterator(chunk_size=CHUNK):
        yield {column.name: column.value(row) for column in columns}


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
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
