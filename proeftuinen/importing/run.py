"""Imports the tracker from rows: all or nothing, idempotent by key, with a report per row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.following.changes import one_import

from .aanbevelingen import TEXTS as ADVICE_TEXTS
from .aanbevelingen import import_aanbeveling
from .changing import CHANGED, NEW, SAME, WRONG, Work
from .columns import ENDS
from .pages import DATES, TEXTS, import_page
from .sheets import Row
from .ties import TEXTS as TIE_TEXTS
from .ties import import_toepassing

# A rule names the field, who wrote the file knows the column.
COLUMN_OF = {
    field: column for columns in (TEXTS, DATES, TIE_TEXTS, ADVICE_TEXTS) for column, field in columns.items()
} | {"is_voorbeeld": "voorbeeld"}

IMPORTS = {"toepassingen": import_toepassing, "aanbevelingen": import_aanbeveling}


@dataclass(frozen=True, slots=True)
class RowReport:
    place: str
    key: str
    outcome: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`applied` is whether anything was kept: not in a dry run, and not when one row is wrong.

    `unread` are the columns that are only there to be read.
    """

    rows: tuple[RowReport, ...]
    applied: bool
    unread: tuple[str, ...] = ()

    @property
    def wrong(self) -> int:
        """How many rows could not be read or kept."""
        return sum(row.outcome == WRONG for row in self.rows)

    @property
    def told(self) -> tuple[RowReport, ...]:
        """The rows of which there is something to say."""
        return tuple(row for row in self.rows if row.outcome != SAME or row.messages)

    @property
    def tone(self) -> str:
        """How the admin colours it."""
        return "critical" if self.wrong else "info" if self.applied else "warning"

    def count(self, outcome: str) -> int:
        """How many rows came out so."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def summary(self) -> str:
        """A sentence: whether anything was written, and how many rows came out how."""
        counts = ", ".join(f"{self.count(outcome)} {outcome}" for outcome in (NEW, CHANGED, SAME, WRONG))
        if self.applied:
            return f"Geïmporteerd: {counts}."
        return f"Er is niets gewijzigd: {counts}."


def run(rows: Iterable[Row], *, apply: bool, user: Any = None, publish: bool = True, note: str = "") -> Report:
    """Import the rows in one transaction; undo it all in a dry run or when a row is wrong.

    `publish`: put the result on the site, as far as nobody at the editors' desk holds it back; else keep it as drafts.
    `note` is told of each record that changes.
    """
    work, rows = Work(user=user, publish=publish, note=note.strip()), list(rows)
    with transaction.atomic(), one_import():
        reports = tuple(_one(row, work) for row in rows)
        keep = apply and not any(report.outcome == WRONG for report in reports)
        if not keep:
            transaction.set_rollback(True)
    return Report(reports, keep, tuple(dict.fromkeys(name for row in rows for name in row.unread)))


def _one(row: Row, work: Work) -> RowReport:
    values = row.values
    names = (*ENDS[row.kind], "nummer") if row.kind in ENDS else ("sleutel", "titel")
    key = (
        values.get("sleutel") or " / ".join(values[name] for name in names if values.get(name)) or values.get("id", "")
    )
    if row.problems:
        return RowReport(row.place, key, WRONG, row.problems)
    try:
        with transaction.atomic():
            outcome, messages = IMPORTS.get(row.kind, import_page)(row, work)
    except ValidationError as error:
        return RowReport(row.place, key, WRONG, tuple(_messages(error)))
    return RowReport(row.place, key, outcome, messages)


def _messages(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            f"{COLUMN_OF.get(field, field)}: {message}" if field != "__all__" else message
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)
