"""What a cell says: a date, yes or no, a choice. What is not understood is a ValueError that says what would be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from portal.datum import Datum, parse
from portal.lists.files import plain_text, without_apostrophe

from .tables import NOT_WORKED_OUT

# Written into a cell it empties the field; an empty cell leaves what is there.
NOTHING = "(leeg)"
YES, NO = {"ja", "j", "yes", "y", "1", "true", "waar", "x"}, {"nee", "n", "no", "0", "false", "onwaar"}
# What Excel shows instead of a value, in English and in Dutch; #### is a column that was too narrow.
EXCEL_ERROR = re.compile(
    r"#(N/A|N/B|REF!|VERW!|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|LEEG!|SPILL!|OVERLOOP!"
    r"|CALC!|BEREKENEN!|FIELD!|VELD!|BLOCKED!|UNKNOWN!|CONNECT!|GETTING_DATA)|#{4,}",
    re.I,
)


def problem_of(cell: str) -> str:
    """Why this is no value at all; "" when it may be one."""
    if cell == NOT_WORKED_OUT:
        return "in de cel staat een formule zonder uitkomst. Open het bestand in Excel en bewaar het daar."
    if EXCEL_ERROR.fullmatch(cell):
        return f"fout in Excel-cel ({cell[:20]})."
    return ""


def read_text(cell: str) -> str:
    """The cell without Markdown or an Excel apostrophe; "" for the word that empties a field."""
    return "" if cell == NOTHING else plain_text(without_apostrophe(cell))


def read_date(cell: str) -> Datum | None:
    """As much of a date as is known, as a person or an export writes it; None for NOTHING."""
    if cell == NOTHING:
        return None
    try:
        return parse(cell)
    except ValidationError as error:
        hint = " Geef de cel in Excel de opmaak Datum." if cell.isdigit() and len(cell) == 5 else ""
        raise ValueError(f"{' '.join(error.messages)}{hint}") from error


def read_number(cell: str) -> int:
    """A whole number of at most four digits. Raises ValueError with a sentence for the editor."""
    if not (cell.isascii() and cell.isdecimal() and len(cell) < 5):
        raise ValueError(f'"{cell[:40]}" is geen heel getal van ten hoogste vier cijfers.')
    return int(cell)


def read_yes(cell: str) -> bool:
    """Whether the cell says yes. Raises ValueError with a sentence for the editor."""
    word = cell.lower()
    if word not in YES | NO:
        raise ValueError(f'"{cell[:40]}" is geen ja of nee. Schrijf ja of nee.')
    return word in YES


def read_choice(cell: str, choices: Iterable[tuple[Any, Any]]) -> str:
    """The value of the choice that is written here by its value or by its words."""
    known = [(str(value), str(label)) for value, label in choices if value]
    word = cell.lower()
    for value, label in known:
        if word in (value.lower(), label.lower()):
            return value
    raise ValueError(f'"{cell[:40]}" bestaat niet. Kies: {", ".join(label for _, label in known)}.')


def same(stored: Any, value: Any) -> bool:
    """Whether a record says already what a file says; a file keeps no spaces around a text."""
    if isinstance(stored, str) and isinstance(value, str):
        return plain_text(stored) == plain_text(value)
    return bool(stored == value)
