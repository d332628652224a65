"""A date as far as it is known: a day, a month, a year, about then, or unknown.

Written as a level 1 EDTF value (ISO 8601-2:2019, loc.gov/standards/datetime): 2013-03-15, 2013-03, 2013, 2013~ (about).
"""

from __future__ import annotations

import calendar
import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import total_ordering

from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.utils.dateformat import format as format_date

from .choices import Precisie

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
# Every abbreviation of at least three letters means one month; "mrt" is how many people write maart.
_MONTH_NUMBERS = {name[:length]: n for n, name in enumerate(MONTHS, 1) for length in range(3, len(name) + 1)}
_MONTH_NUMBERS |= {"mrt": 3}
EARLIEST_YEAR, LATEST_YEAR = 1800, 2200
UNKNOWN = "onbekend"
HELP = 'Schrijf wat u weet: "15-3-2013", "maart 2013", "2013", "omstreeks 2013" of "onbekend".'
_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")
_ABOUT = re.compile(r"(?:omstreeks|ongeveer|circa|rond|ca\.?|ong\.?|±|~)\s*", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/](\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([a-z]{3,9})\.?\s+(\d{4})")
_YEAR = re.compile(r"(\d{4})")


class Korrel(TextChoices):
    """How fine a date is, whether it is sure or not."""

    DAG = "dag"
    MAAND = "maand"
    JAAR = "jaar"


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Datum:
    """`begin`: the first day that it can be, None when it is unknown.

    Sorted as the database sorts the text: unknown first, "2013" before what lies in it, "omstreeks 2013" after.
    """

    begin: datetime.date | None = None
    korrel: Korrel = Korrel.DAG
    omstreeks: bool = False

    @classmethod
    def of(cls, value: Datum | datetime.date | str | None) -> Datum | None:
        """What a program hands over: a date, an EDTF text, "" for unknown, None for not said. ValueError otherwise."""
        if value is None or isinstance(value, Datum):
            return value
        if isinstance(value, datetime.datetime):
            return cls(value.date())
        if isinstance(value, datetime.date):
            return cls(value)
        return cls.from_edtf(value)

    @classmethod
    def from_edtf(cls, text: str) -> Datum:
        """ValueError when it is none of the forms above; "" and "onbekend" are unknown."""
        if text in ("", UNKNOWN):
            return ONBEKEND
        found = _EDTF.fullmatch(text)
        if not found:
            raise ValueError(f"not a date: {text!r}")
        return _made(*found.groups()[:3], about=bool(found[4]))

    @property
    def edtf(self) -> str:
        """As it is stored; "" when it is unknown."""
        if self.begin is None:
            return ""
        length = {Korrel.DAG: 10, Korrel.MAAND: 7, Korrel.JAAR: 4}[self.korrel]
        return self.begin.isoformat()[:length] + ("~" if self.omstreeks else "")

    @property
    def precisie(self) -> Precisie:
        """How far it is known."""
        if self.begin is None:
            return Precisie.ONBEKEND
        return Precisie.OMSTREEKS if self.omstreeks else Precisie(self.korrel.value)

    @property
    def einde(self) -> datetime.date | None:
        """The last day that it can be; of about a year that year itself."""
        if self.begin is None or self.korrel == Korrel.DAG:
            return self.begin
        month = 12 if self.korrel == Korrel.JAAR else self.begin.month
        return datetime.date(self.begin.year, month, calendar.monthrange(self.begin.year, month)[1])

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.precisie == Precisie.DAG

    @property
    def tekst(self) -> str:
        """As a Dutch reader says it."""
        if self.begin is None:
            return UNKNOWN
        pattern = {Korrel.DAG: "j F Y", Korrel.MAAND: "F Y", Korrel.JAAR: "Y"}[self.korrel]
        return f"{'omstreeks ' if self.omstreeks else ''}{format_date(self.begin, pattern)}"

    @property
    def op(self) -> str:
        """With the word before it: "op 15 maart 2013", "in 2013", "omstreeks 2013"."""
        if self.begin is None:
            return "op een onbekende datum"
        return self.tekst if self.omstreeks else f"{'op' if self.exact else 'in'} {self.tekst}"

    @property
    def sinds(self) -> str:
        """In words, for what began then and goes on."""
        return f"sinds {self.tekst}" if self.begin else "sinds wanneer is onbekend"

    def __str__(self) -> str:
        return self.tekst

    def __bool__(self) -> bool:
        return self.begin is not None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, datetime.date):
            return self.exact and self.begin == other
        return isinstance(other, Datum) and self.edtf == other.edtf

    def __hash__(self) -> int:
        return hash(self.begin if self.exact else self.edtf)

    def __lt__(self, other: object) -> bool:
        if isinstance(other, datetime.date):
            return (self.begin or datetime.date.min) < other
        return self.edtf < other.edtf if isinstance(other, Datum) else NotImplemented


ONBEKEND = Datum()


def parse(text: str) -> Datum:
    """What a person writes. Raises ValidationError with a sentence that says how."""
    given = " ".join(text.lower().split())
    if given in (UNKNOWN, "niet bekend", "?"):
        return ONBEKEND
    about = bool(_ABOUT.match(given))
    rest = _ABOUT.sub("", given, count=1) if about else given
    if rest.endswith(("~", "?")):
        rest, about = rest[:-1].strip(), True
    try:
        year, month, day = _parts(rest)
        if not EARLIEST_YEAR <= int(year or 0) <= LATEST_YEAR:
            raise ValueError(f"Het jaar ligt niet tussen {EARLIEST_YEAR} en {LATEST_YEAR}.")
        return _made(year, month, day, about=about)
    except ValueError as error:
        raise ValidationError(f'"{text[:40]}" is geen datum. {error} {HELP}'.replace("  ", " ")) from None


def day_of(text: str) -> datetime.date | None:
    """One whole day as a person or a program writes it, with an hour behind it or without; None for anything else."""
    with suppress(ValueError):
        return datetime.datetime.fromisoformat(text.strip()).date()
    with suppress(ValidationError):
        found = parse(text)
        return found.begin if found.exact else None
    return None


def _parts(text: str) -> tuple[str | None, ...]:
    """(year, month, day) as they stand in a text."""
    if found := _DAY_FIRST.fullmatch(text):
        if "/" in text and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12:
            raise ValueError("Met schuine strepen kan het op twee manieren gelezen worden.")
        return found[3], found[2], found[1]
    if found := _YEAR_FIRST.fullmatch(text):
        return found.groups()
    if found := _MONTH_YEAR.fullmatch(text):
        return found[2], found[1], None
    if (found := _IN_WORDS.fullmatch(text)) and found[2] in _MONTH_NUMBERS:
        return found[3], str(_MONTH_NUMBERS[found[2]]), found[1]
    if found := _YEAR.fullmatch(text):
        return found[1], None, None
    raise ValueError("")


def _made(year: str | None, month: str | None, day: str | None, *, about: bool) -> Datum:
    """ValueError with a Dutch sentence when there is no such day."""
    korrel = Korrel.DAG if day else Korrel.MAAND if month else Korrel.JAAR
    try:
        begin = datetime.date(int(year or 0), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError("Die dag bestaat niet.") from None
    return Datum(begin, korrel, about)


def earliest(*dates: Datum) -> Datum:
    """The first of those that are known; unknown when none is."""
    return min((date for date in dates if date), default=ONBEKEND)


def latest(*dates: Datum) -> Datum:
    """The last of those that are known; unknown when none is."""
    return max(dates, default=ONBEKEND)


def is_before(date: Datum, other: Datum) -> bool:
    """Whether it lies before the other for certain; of unknown dates nothing is."""
    return bool(date.einde and other.begin and date.einde < other.begin)


def is_ahead(date: Datum, today: datetime.date) -> bool:
    """Whether it lies in the future for certain."""
    return bool(date.begin and date.begin > today)


def period(begin: Datum | None, end: Datum | None) -> str:
    """From then to then, as far as it is known: "van maart 2013 tot en met 2014", "in 2013", "tot en met 2014"."""
    if begin == end:
        return begin.op if begin is not None else ""
    if begin:
        return f"van {begin.tekst} tot en met {end.tekst}" if end else f"vanaf {begin.tekst}"
    return f"tot en met {end.tekst}" if end else "op een onbekende datum"


def begun_q(field: str, last: datetime.date) -> Q:
    """Rows whose date can be on or before this day. An unknown date is none."""
    return Q(**{f"{field}__gt": ""}) & (Q(**{f"{field}__lte": last}) | Q(**{f"{field}__in": _around(last)}))


def not_over_q(field: str, first: datetime.date) -> Q:
    """Rows whose date can be on or after this day: of a month or a year its end counts."""
    return Q(**{f"{field}__gte": first}) | Q(**{f"{field}__in": _around(first)})


def _around(day: datetime.date) -> list[str]:
    """What a day lies in and is written otherwise, so that the order of texts does not tell."""
    return [
        Datum(day, korrel, about).edtf for korrel in Korrel for about in (False, True) if about or korrel != Korrel.DAG
    ]


def overlap_q(field: str, first: datetime.date | None, last: datetime.date | None) -> Q:
    """Rows whose date can lie between these days; None is no bound. An unknown date lies nowhere."""
    found = Q(**{f"{field}__gt": ""})
    if first is not None:
        found &= not_over_q(field, first)
    return found if last is None else found & begun_q(field, last)
