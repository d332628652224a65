"""The file to start from: the headings, lists to choose from, a row that shows how, and a sheet that explains."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from portal.choices import AanbevelingStatus, Bewijsgraad, Politieregio, Resultaat
from portal.lists.columns import words
from portal.lists.files import EXPLAINED
from portal.lists.labels import begrip_labels
from portal.models import Gemeente

from ..choices import Inspanning, KnelpuntStatus, Niveau, Stadium
from ..lists.exports import EXPORTS
from .cells import NOTHING
from .columns import ALL_TERMS, AXES, COLUMNS
from .sheets import CHOICES, EXAMPLE

# So many rows can be filled with the lists at hand.
ROWS = 1_000
DATES = {"begin", "einde", "datum", "reactie_datum"}
FIXED = {
    "voorbeeld": ["ja", "nee"],
    "stadium": list(words(Stadium.choices).values()),
    "status": list(words(KnelpuntStatus.choices).values()),
    "niveau": list(words(Niveau.choices).values()),
    "inspanning": list(words(Inspanning.choices).values()),
    "opvolging": list(words(AanbevelingStatus.choices).values()),
    "resultaat": list(words(Resultaat.choices).values()),
    "bewijsgraad": list(words(Bewijsgraad.choices).values()),
    "politieregio": list(words(Politieregio.choices).values()),
}
# Invented, and never imported.
SHOWN = {
    "sleutel": "aanbellen-zonder-tolk",
    "titel": "Zo schrijft u een titel",
    "samenvatting": "Een of twee zinnen: wat is dit, en voor wie?",
    "voorbeeld": "ja",
    "stadium": "loopt",
    "status": "gesignaleerd",
    "niveau": "lokaal",
    "datum": "24-11-2026",
    "begin": "1-9-2026",
    "reden": "Waarom deze stap is gezet.",
    "knelpunt": "de sleutel, de titel of het id",
    "oplossing": "de sleutel, de titel of het id",
    "proeftuin": "de sleutel, de titel of het id",
    "rapport": "de sleutel, de titel of het id",
    "nummer": "1",
    "tekst": "Wat wordt aangeraden?",
    "gegeven_door": "de naam of de afkorting van een organisatie",
    "gericht_aan": "namen van organisaties, met ; ertussen",
    "opvolging": "in behandeling",
    "resultaat": "werkte deels",
    "bewijsgraad": "onbeproefd",
    "toelichting": "Wat gebeurde er, en waardoor?",
}
MEANINGS = {
    "sleutel": "Het laatste deel van het adres: kleine letters, cijfers en streepjes. Daaraan herkent de import het.",
    "datum": "Van wanneer de stap of het resultaat is: 24-11-2026.",
    "eigenaar": "De organisatie die nu iets moet doen: haar naam, sleutel of id.",
}
RULES = (
    f"De rij die begint met {EXAMPLE} is een voorbeeld. Die wordt niet geïmporteerd.",
    "Een rij met een bestaand id of een bestaande sleutel werkt dat record bij. Andere rijen maken een nieuw record.",
    f"Een lege cel laat staan wat er staat. Schrijf {NOTHING} om iets leeg te maken.",
    "Begrippen schrijft u zoals ze in de begrippenlijst staan, met ; ertussen.",
    "Staat er één fout in het bestand, dan wordt er niets geïmporteerd. Probeer het daarom eerst.",
    "Wat de redactie van de site heeft gehaald, en wat op de redactie wacht, wordt niet gepubliceerd.",
    "Een bestand dat u hier downloadt (CSV of Excel) kunt u verbeteren en weer importeren.",
)


def template() -> bytes:
    """The workbook to start from."""
    book: Any = Workbook()
    book.remove(book.active)
    lists = {**FIXED, **_terms(), "gemeente": list(Gemeente.objects.values_list("naam", flat=True))}
    places = _places(lists)
    for kind in COLUMNS:
        _sheet(book.create_sheet(kind), _offered(kind), lists, places)
    _explain(book.create_sheet(EXPLAINED), lists)
    _choices(book.create_sheet(CHOICES), lists)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _offered(kind: str) -> tuple[str, ...]:
    """The columns of a sheet; begrippen are asked by axis, which gives each its own list."""
    return tuple(column for column in COLUMNS[kind] if column != ALL_TERMS)


def _terms() -> dict[str, list[str]]:
    known = begrip_labels()
    return {axis: list(known[axis].values()) for axis in AXES}


def _places(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """Column -> where its choices stand."""
    return {
        name: f"{CHOICES}!${get_column_letter(n)}$2:${get_column_letter(n)}${len(values) + 1}"
        for n, (name, values) in enumerate(lists.items(), start=1)
        if values
    }


def _sheet(sheet: Any, columns: tuple[str, ...], lists: Mapping[str, list[str]], places: Mapping[str, str]) -> None:
    sheet.append(list(columns))
    sheet.append([EXAMPLE, *(_shown(column, lists) for column in columns[1:])])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}2"].font = Font(italic=True)
        sheet.column_dimensions[letter].width = 40 if column in ("titel", "samenvatting", "toelichting") else 18
        if column in DATES:
            for number in range(3, ROWS):
                # A year in a cell for dates would become a day of 1905.
                sheet[f"{letter}{number}"].number_format = "@"
        if column in places:
            # Of terms there may be more in one cell: the list helps and refuses nothing.
            rule = DataValidation("list", formula1=places[column], allow_blank=True, showErrorMessage=column in FIXED)
            rule.error = "Kies een waarde uit de lijst."
            sheet.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{ROWS}")


def _shown(column: str, lists: Mapping[str, list[str]]) -> str:
    if column in AXES or column == "gemeente":
        return next(iter(lists[column]), "")
    return SHOWN.get(column, "")


def _explain(sheet: Any, lists: Mapping[str, list[str]]) -> None:
    sheet.append(["Tabblad", "Kolom", "Betekenis", "Waarden"])
    for kind in COLUMNS:
        told = {column.leest: column.uitleg or column.label for column in EXPORTS[kind].kolommen if column.leest}
        for column in _offered(kind):
            values = "; ".join(lists.get(column, [])[:40])
            sheet.append([kind, column, MEANINGS.get(column) or told.get(column, ""), values])
    for rule in ("", *RULES):
        sheet.append([rule])
    for letter, width in (("A", 16), ("B", 16), ("C", 60), ("D", 80)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _choices(sheet: Any, lists: Mapping[str, list[str]]) -> None:
    for index, (name, values) in enumerate(lists.items(), start=1):
        for number, value in enumerate([name, *values], start=1):
            sheet.cell(number, index, value)
    sheet.sheet_state = "hidden"
