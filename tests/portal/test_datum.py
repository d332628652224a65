"""A date as far as it is known: what people write, what is stored, shown, sorted and found."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from portal.choices import Precisie
from portal.datum import ONBEKEND, Datum, begun_q, earliest, is_before, latest, not_over_q, overlap_q, parse, period
from portal.datum_fields import DatumBlock, DatumFormField, written
from portal.models import Rapport
from tests.factories.paginas import RapportFactory

DAY = datetime.date(2013, 3, 15)


@pytest.mark.parametrize(
    ("text", "edtf", "shown", "precisie"),
    [
        ("15-3-2013", "2013-03-15", "15 maart 2013", Precisie.DAG),
        ("15/03/2013", "2013-03-15", "15 maart 2013", Precisie.DAG),
        ("15.3.2013", "2013-03-15", "15 maart 2013", Precisie.DAG),
        ("2013-03-15", "2013-03-15", "15 maart 2013", Precisie.DAG),
        ("15 maart 2013", "2013-03-15", "15 maart 2013", Precisie.DAG),
        (" 15 Mrt. 2013 ", "2013-03-15", "15 maart 2013", Precisie.DAG),
        ("maart 2013", "2013-03", "maart 2013", Precisie.MAAND),
        ("2013-03", "2013-03", "maart 2013", Precisie.MAAND),
        ("03-2013", "2013-03", "maart 2013", Precisie.MAAND),
        ("sept 2013", "2013-09", "september 2013", Precisie.MAAND),
        ("2007", "2007", "2007", Precisie.JAAR),
        ("omstreeks 2007", "2007~", "omstreeks 2007", Precisie.OMSTREEKS),
        ("ca. 2007", "2007~", "omstreeks 2007", Precisie.OMSTREEKS),
        ("±2007", "2007~", "omstreeks 2007", Precisie.OMSTREEKS),
        ("2007~", "2007~", "omstreeks 2007", Precisie.OMSTREEKS),
        ("rond maart 2013", "2013-03~", "omstreeks maart 2013", Precisie.OMSTREEKS),
        ("onbekend", "", "onbekend", Precisie.ONBEKEND),
        ("Onbekend", "", "onbekend", Precisie.ONBEKEND),
        ("?", "", "onbekend", Precisie.ONBEKEND),
    ],
)
def test_what_a_person_writes(text: str, edtf: str, shown: str, precisie: Precisie) -> None:
    found = parse(text)
    assert (found.edtf, found.tekst, found.precisie) == (edtf, shown, precisie)
    assert Datum.from_edtf(edtf) == found, "what is stored is read back"
    assert parse(written(found)) == found, "what the form shows is read back"


@pytest.mark.parametrize(
    "text",
    ["31-2-2013", "15-13-2013", "13", "maart", "20133", "mei maart 2013", "3/15/2013", "3/5/2013", "1013",
     "2013-3-15-1", "morgen", "0000", "15-3-13", "9999", "ma 2013"],
)  # fmt: skip
def test_what_is_no_date_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError, match=r"is geen datum.*maart 2013"):
        parse(text)


def test_sorted_by_what_it_can_be_first() -> None:
    dates = [parse(text) for text in ("2013", "onbekend", "maart 2013", "15-3-2013", "omstreeks 2012", "2014")]
    assert [d.edtf for d in sorted(dates)] == ["", "2012~", "2013", "2013-03", "2013-03-15", "2014"]
    assert (earliest(*dates).edtf, latest(*dates).edtf) == ("2012~", "2014")
    assert earliest() == latest(ONBEKEND) == ONBEKEND
    assert not is_before(parse("2013"), parse("maart 2013"))
    assert is_before(parse("februari 2013"), parse("15-3-2013"))
    assert not is_before(ONBEKEND, parse("2013"))
    assert not is_before(parse("2013"), ONBEKEND)


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2007", "maart 2013", "van 2007 tot en met maart 2013"),
        ("2007", "2007", "in 2007"),
        ("15-3-2013", "15-3-2013", "op 15 maart 2013"),
        ("omstreeks 2007", "omstreeks 2007", "omstreeks 2007"),
        ("2007", "onbekend", "vanaf 2007"),
        ("onbekend", "2007", "tot en met 2007"),
        ("onbekend", "onbekend", "op een onbekende datum"),
    ],
)
def test_a_period_in_words(begin: str, end: str, words: str) -> None:
    assert period(parse(begin), parse(end)) == words


STORED = ["2013-03-15", "2013-03-01", "2013-03-31", "2013-03", "2013-03~", "2013", "2013~", "2012", "2014-01", "", None]
BOUNDS = [None, *(datetime.date(2013, 3, 15) + datetime.timedelta(days=days) for days in (-400, -74, -14, 0, 16, 292))]


@pytest.mark.django_db
def test_the_database_finds_what_can_lie_in_a_period() -> None:
    """For every date and every pair of bounds the answer is that of the calendar."""
    rows = {RapportFactory(versiedatum=value).pk: Datum.of(value) for value in STORED}
    for first, last in itertools.product(BOUNDS, BOUNDS):
        if first and last and first > last:
            continue
        found = set(Rapport.objects.filter(overlap_q("versiedatum", first, last)).values_list("pk", flat=True))
        assert found == {pk for pk, date in rows.items() if _can_lie(date, first, last)}, (first, last)
    day = datetime.date(2013, 3, 15)
    assert set(Rapport.objects.filter(begun_q("versiedatum", day)).values_list("pk", flat=True)) == {
        pk for pk, date in rows.items() if _can_lie(date, None, day)
    }
    assert set(Rapport.objects.filter(not_over_q("versiedatum", day)).values_list("pk", flat=True)) == {
        pk for pk, date in rows.items() if _can_lie(date, day, None)
    }


def _can_lie(date: Datum | None, first: datetime.date | None, last: datetime.date | None) -> bool:
    if not date or date.begin is None or date.einde is None:
        return False
    return (first is None or date.einde >= first) and (last is None or date.begin <= last)


@pytest.mark.django_db
def test_the_database_sorts_unknown_first_and_keeps_what_was_not_said() -> None:
    for value in STORED:
        RapportFactory(versiedatum=value)
    said = Rapport.objects.exclude(versiedatum=None).order_by("versiedatum").values_list("versiedatum", flat=True)
    assert list(said) == sorted(Datum.of(value) for value in STORED if value is not None)  # type: ignore[type-var]
    assert said[0] == ONBEKEND
    assert Rapport.objects.filter(versiedatum=None).count() == 1
    assert Rapport.objects.get(versiedatum="2013-03").versiedatum == parse("maart 2013")


@pytest.mark.django_db
def test_a_draft_keeps_what_is_known() -> None:
    page = RapportFactory(versiedatum="2013~")
    page.versiedatum = parse("maart 2013")
    draft: Any = page.save_revision().as_object()
    assert draft.versiedatum == parse("maart 2013")
    draft.versiedatum = ONBEKEND
    assert page.save_revision().as_object().versiedatum == parse("maart 2013")
    page.versiedatum = ONBEKEND
    assert page.save_revision().as_object().versiedatum == ONBEKEND


def test_a_field_says_what_is_wrong_at_its_place() -> None:
    field = DatumFormField(required=False)
    assert field.clean("") is None
    assert field.clean("onbekend") == ONBEKEND
    with pytest.raises(ValidationError, match="geen datum"):
        field.clean("ooit")
    with pytest.raises(ValidationError, match=r"verplicht|vereist"):
        DatumFormField().clean("")
    assert DatumFormField().clean("onbekend") == ONBEKEND, "that it is unknown is an answer"
    assert not field.has_changed(parse("2013"), "2013")
    assert field.has_changed(parse("2013"), "maart 2013")
    assert field.has_changed(None, "ooit")


def test_a_block_reads_what_was_stored_before() -> None:
    block = DatumBlock()
    assert block.to_python("2026-09-30") == datetime.date(2026, 9, 30)
    assert block.get_prep_value(block.value_from_form("september 2026")) == "2026-09"
    assert block.value_for_form(block.to_python("2026-09-30")) == "30-9-2026"
