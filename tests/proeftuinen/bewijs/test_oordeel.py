"""The verdict over an Oplossing: six cases made by hand, and the rules of ageing, without a database."""

import datetime
from typing import Any

import pytest

from portal.choices import GetoondBewijs, Resultaat
from portal.datum import parse
from proeftuinen.bewijs.oordeel import KRACHT, REGELS, Feit, Oordeel, is_dated, oordeel, years_before
from proeftuinen.choices import Bewijskracht, Uitspraak
from tests.proeftuinen.builders import day

TODAY = day("2026-11-28")
ZELF, LOKAAL, ONAFHANKELIJK = "door_indiener", "lokaal_geevalueerd", "onafhankelijk_geevalueerd"
WORDS = {"w": "werkte", "d": "werkte_deels", "n": "werkte_niet", "o": "nog_onbekend"}


def feit(result: str, getoond: str = ZELF, op: str = "", waar: int = 1, **values: Any) -> Feit:
    assessed_on = day(op) if op else None
    return Feit(WORDS[result], getoond, assessed_on, knelpunt=values.pop("knelpunt", 1), proeftuin=waar, **values)


def verdict(*facts: Feit) -> Oordeel:
    return oordeel(facts, TODAY)


# What happened; the ruling, the strength, and all of it in words.
CASES: dict[str, tuple[list[Feit], Uitspraak, Bewijskracht, str]] = {
    "an oplossing that nobody tried": ([], Uitspraak.NIET_TOEGEPAST, Bewijskracht.GEEN, "Nog niet toegepast."),
    "only an example beside it": (
        [feit("w", ONAFHANKELIJK, "2026-01-01", telt=False, ongewenst=1)],
        Uitspraak.NIET_TOEGEPAST,
        Bewijskracht.GEEN,
        "Nog niet toegepast.",
    ),
    "tried twice in one place, in the words of who did it": (
        [feit("w"), feit("d", knelpunt=2)],
        Uitspraak.WERKTE_DEELS,
        Bewijskracht.ZWAK,
        "2 keer toegepast, in 1 proeftuin: 1 keer werkte, 1 keer deels. Zwak bewijs: door indiener opgegeven.",
    ),
    "worked in three places, one of them assessed by an outsider": (
        [
            feit("w", ONAFHANKELIJK, "2026-01-01"),
            feit("w", LOKAAL, "2025-01-01", waar=2),
            feit("n", waar=3, ongewenst=1),
        ],
        Uitspraak.WERKTE_MEESTAL,
        Bewijskracht.STERK,
        "3 keer toegepast, in 3 proeftuinen: 2 keer werkte, 1 keer niet. Sterk bewijs: onafhankelijk geëvalueerd, "
        "nieuwste beoordeling 1 januari 2026. 1 ongewenst neveneffect gezien.",
    ),
    "well assessed, but long ago and in one place": (
        [feit("n", ONAFHANKELIJK, "2021-11-27"), feit("n", waar=2), feit("o", waar=3)],
        Uitspraak.WERKTE_NIET,
        Bewijskracht.ZWAK,
        "3 keer toegepast, in 3 proeftuinen: 2 keer niet, 1 keer nog onbekend. Zwak bewijs: onafhankelijk geëvalueerd, "
        "nieuwste beoordeling 27 november 2021. Dat is zwakker dan de bewijsgraad, omdat de nieuwste beoordeling, van "
        "27 november 2021, ouder is dan vijf jaar en het in maar één proeftuin is beoordeeld.",
    ),
    "worked here and not there, locally assessed in both": (
        [feit("w", LOKAAL, "2026-01-01"), feit("n", LOKAAL, "2026-02-01", waar=2, gewenst=2)],
        Uitspraak.WISSELEND,
        Bewijskracht.REDELIJK,
        "2 keer toegepast, in 2 proeftuinen: 1 keer werkte, 1 keer niet. Redelijk bewijs: lokaal geëvalueerd, nieuwste "
        "beoordeling 1 februari 2026. 2 gewenste neveneffecten gezien.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_made_by_hand(case: str) -> None:
    facts, ruling, strength, words = CASES[case]
    found = verdict(*facts)
    assert (found.uitspraak, found.kracht, found.samenvatting) == (ruling, strength, words)


@pytest.mark.parametrize(
    ("results", "ruling"),
    [
        ("o", "nog_onbekend"),
        ("w", "werkte"),
        ("wwo", "werkte"),
        ("nn", "werkte_niet"),
        ("wwd", "werkte_meestal"),
        ("wwn", "werkte_meestal"),
        ("wnn", "werkte_meestal_niet"),
        ("wd", "werkte_deels"),
        ("dd", "werkte_deels"),
        ("wn", "wisselend"),
        ("dn", "wisselend"),
        ("ddn", "wisselend"),
    ],
)
def test_the_first_rule_that_fits_is_the_ruling(results: str, ruling: str) -> None:
    assert verdict(*(feit(result) for result in results)).uitspraak == ruling


def test_examples_are_said_apart() -> None:
    found = verdict(feit("w"), feit("n", ONAFHANKELIJK, "2026-01-01", waar=2, telt=False, ongewenst=3))
    assert str(found.aantal) == "1, en 1 voorbeeld"
    assert (found.uitspraak, found.getoond, found.ongewenst) == ("werkte", ZELF, 0)
    assert found.proeftuinen == (1,)


def test_it_ages_on_the_day_after_five_years() -> None:
    facts = [feit("w", LOKAAL, "2021-11-28"), feit("w", LOKAAL, "2020-01-01", waar=2)]
    today = oordeel(facts, TODAY)
    assert (today.kracht, today.redenen) == ("redelijk", ())
    tomorrow = oordeel(facts, TODAY + datetime.timedelta(days=1))
    assert tomorrow.kracht == "zwak"
    assert tomorrow.omdat == "omdat de nieuwste beoordeling, van 28 november 2021, ouder is dan vijf jaar"


def test_what_is_not_known_yet_or_not_assessed_makes_no_second_place_and_no_evidence() -> None:
    found = verdict(feit("w", LOKAAL, "2026-01-01"), feit("o", ONAFHANKELIJK, "2026-01-01", waar=2), feit("w", waar=3))
    assert (found.getoond, found.een_plek, found.kracht) == (LOKAAL, True, "zwak")
    assert verdict(feit("o", LOKAAL, "2026-01-01")).kracht == "geen"


def test_five_years_before_a_leap_day() -> None:
    assert years_before(day("2024-02-29"), 5) == day("2019-02-28")


def test_every_ruling_has_a_rule_and_every_grade_a_strength() -> None:
    assert sorted(ruling for ruling, _ in REGELS) == sorted(Uitspraak)
    assert set(KRACHT) == set(GetoondBewijs)
    assert len(verdict(feit("w")).resultaten) == len(Resultaat)


@pytest.mark.parametrize(
    ("known", "is_old"),
    [
        ("2021", False),
        ("2020", True),
        ("november 2021", False),
        ("oktober 2021", True),
        ("28-11-2021", False),
        ("27-11-2021", True),
    ],
)
def test_a_year_is_old_when_its_last_day_is(known: str, is_old: bool) -> None:
    assert is_dated(parse(known), TODAY) is is_old
    fact = Feit("werkte", ONAFHANKELIJK, parse(known), knelpunt=1, proeftuin=1)
    found = oordeel([fact, Feit("werkte", ONAFHANKELIJK, parse("2019"), knelpunt=1, proeftuin=2)], TODAY)
    assert (found.nieuwste, found.is_oud) == (parse(known), is_old)
