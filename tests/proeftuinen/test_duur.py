"""How long something lasted: no more exact than the dates are."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from portal.datum import parse
from portal.visibility import anonymous
from proeftuinen.choices import KnelpuntStatus, Niveau, Stadium
from proeftuinen.duur import duur_tussen, telt_mee
from proeftuinen.selectors.knelpunt import knelpunt_overzicht
from proeftuinen.selectors.proeftuin import proeftuin_overzicht
from proeftuinen.selectors.programma.dashboard import dashboard
from proeftuinen.services import add_knelpunt_stap, add_proeftuin_stap
from tests.proeftuinen.builders import Tracker


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("1-1-2013", "1-4-2013", "3 maanden"),
        ("januari 2013", "1-4-2013", "ongeveer 2 maanden"),
        ("2007", "28-11-2026", "ongeveer 19 jaar"),
        ("2007", "2007", "minder dan ongeveer een jaar"),
        ("omstreeks maart 2013", "15-6-2013", "ongeveer 3 maanden"),
        ("onbekend", "2013", ""),
        ("2013", "onbekend", ""),
    ],
)
def test_as_exact_as_the_dates(begin: str, end: str, words: str) -> None:
    assert duur_tussen(parse(begin), parse(end)) == words


def test_what_a_median_counts() -> None:
    assert telt_mee(parse("maart 2013"), parse("1-4-2013"))
    assert not any(telt_mee(parse(text), parse("1-4-2013")) for text in ("2013", "omstreeks maart 2013", "onbekend"))


@pytest.mark.django_db
def test_a_knelpunt_of_which_the_begin_is_unknown(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt(status="")
    add_knelpunt_stap(knelpunt, status="gesignaleerd", niveau="lokaal", datum=parse("onbekend"))
    found = knelpunt_overzicht(knelpunt, anonymous())
    assert (found.looptijd, found.per_niveau) == ("", ()), "the day of recording says nothing of how long it lasts"
    day = datetime.date.today() - datetime.timedelta(days=10)
    add_knelpunt_stap(knelpunt, status="geduid", niveau="lokaal", datum=day)
    assert knelpunt_overzicht(knelpunt, anonymous()).looptijd == "ten minste 10 dagen"


@pytest.mark.django_db
def test_a_median_says_what_it_leaves_out(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt(status="")
    add_knelpunt_stap(knelpunt, status=KnelpuntStatus.GESIGNALEERD, niveau=Niveau.LOKAAL, datum=parse("2013"))
    add_knelpunt_stap(knelpunt, status="opgelost", niveau="lokaal", datum=parse("2014"), reden="Het is weg.")
    found = dashboard(anonymous()).oplostijd
    assert (found.aantal.echt, found.weggelaten, found.middelste) == (0, 1, "")


@pytest.mark.django_db
def test_silence_is_not_running(tracker: Tracker) -> None:
    proeftuin = tracker.proeftuin(stadium="")
    proeftuin.startdatum = parse("2001")
    add_proeftuin_stap(proeftuin, stadium=Stadium.LOOPT, datum=parse("2001"))
    assert proeftuin_overzicht(proeftuin, anonymous()).periode == "sinds 2001, loopt nog"
    add_proeftuin_stap(proeftuin, stadium=Stadium.ONBEKEND, datum=parse("2002"), reden="Daarna niets gehoord.")
    found = proeftuin_overzicht(proeftuin, anonymous())
    assert found.periode == "vanaf 2001"
    assert found.sinds is not None
    assert found.sinds.sinds == "sinds 2002"
    assert [moment.label for moment in found.verloop] == ["onbekend", "loopt"]


@pytest.mark.django_db
def test_steps_follow_each_other_as_far_as_their_dates_say(tracker: Tracker) -> None:
    proeftuin = tracker.proeftuin(stadium="")
    for stadium, datum in (("idee", "maart 2013"), ("voorbereiding", "2013"), ("loopt", "onbekend")):
        add_proeftuin_stap(proeftuin, stadium=stadium, datum=parse(datum))
    with pytest.raises(ValidationError, match="vóór de laatste stap"):
        add_proeftuin_stap(proeftuin, stadium="evaluatie", datum=parse("februari 2013"))
    with pytest.raises(ValidationError, match="in de toekomst"):
        add_proeftuin_stap(proeftuin, stadium="evaluatie", datum=parse("2199"))
    add_proeftuin_stap(proeftuin, stadium="evaluatie", datum=parse("2014"))
    found = proeftuin_overzicht(proeftuin, anonymous())
    assert [moment.label for moment in found.verloop] == ["evaluatie", "loopt", "voorbereiding", "idee"]
