"""What the Toepassingen of an Oplossing say together: did it work, how strong is the evidence, and what came with it.

Values in, a value out: the page, the lists, search and the files show the same. What is printed beside it as the rule
(REGELS and below) stands here too.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from portal.choices import BEOORDEELD, GetoondBewijs, Resultaat
from portal.datum import Datum
from portal.lists.aantallen import NIETS, Aantal, amount, getal

from ..choices import Bewijskracht, NeveneffectAard, Uitspraak

# Teams, laws and the market change: after five years nobody knows whether it would go the same way.
JAREN, JAREN_TEKST = 5, "vijf"
KRACHT = {
    GetoondBewijs.ONBEPROEFD: Bewijskracht.GEEN,
    GetoondBewijs.DOOR_INDIENER: Bewijskracht.ZWAK,
    GetoondBewijs.LOKAAL_GEEVALUEERD: Bewijskracht.REDELIJK,
    GetoondBewijs.ONAFHANKELIJK_GEEVALUEERD: Bewijskracht.STERK,
}
STERKTE, GRADEN = list(Bewijskracht), list(GetoondBewijs)
REGELS = (
    (Uitspraak.NIET_TOEGEPAST, "Er is geen echte toepassing vastgelegd. Verzonnen voorbeelden tellen niet mee."),
    (Uitspraak.NOG_ONBEKEND, "Van geen enkele toepassing is het resultaat bekend."),
    (Uitspraak.WERKTE, "Elk bekend resultaat is “werkte”."),
    (Uitspraak.WERKTE_NIET, "Elk bekend resultaat is “werkte niet”."),
    (Uitspraak.WERKTE_MEESTAL, "Meer dan de helft van de bekende resultaten is “werkte”."),
    (Uitspraak.WERKTE_MEESTAL_NIET, "Meer dan de helft van de bekende resultaten is “werkte niet”."),
    (Uitspraak.WERKTE_DEELS, "Het werkte altijd, maar de helft van de keren of vaker alleen deels."),
    (Uitspraak.WISSELEND, "Het werkte niet altijd, en noch “werkte” noch “werkte niet” komt vaker voor dan de helft."),
)
VEROUDERING = (
    f"De nieuwste beoordeling is ouder dan {JAREN_TEKST} jaar: één stap zwakker.",
    "Het is in maar één proeftuin beoordeeld: één stap zwakker.",
    f"Door veroudering of door één plaats wordt bewijs nooit minder dan “{Bewijskracht.ZWAK.label}”.",
)


@dataclass(frozen=True, slots=True)
class Feit:
    """One Toepassing, as far as the verdict needs it.

    `telt`: it says something of this Oplossing, and is no example beside a real one. `knelpunt` and `proeftuin` are
    whatever tells them apart. `beoordeeld_op` is the date of its assessment, if it had one.
    """

    resultaat: str
    getoond: str
    beoordeeld_op: Datum | datetime.date | None
    knelpunt: Hashable
    proeftuin: Hashable
    telt: bool = True
    ongewenst: int = 0
    gewenst: int = 0


@dataclass(frozen=True, slots=True)
class Oordeel:
    """`uitspraak` by REGELS; `kracht` after ageing, `volle_kracht` before, and why it is less: `is_oud`, `een_plek`.

    All of it counts what is real; `aantal` says how many examples stand beside it. `nieuwste` is the date of the newest
    assessment, `getoond` the strongest evidence that anybody has.
    """

    uitspraak: Uitspraak
    aantal: Aantal
    resultaten: tuple[tuple[Resultaat, int], ...]
    knelpunten: int
    proeftuinen: tuple[Hashable, ...]
    getoond: GetoondBewijs
    nieuwste: Datum | None
    volle_kracht: Bewijskracht
    kracht: Bewijskracht
    is_oud: bool
    een_plek: bool
    ongewenst: int
    gewenst: int

    @property
    def tekst(self) -> str:
        """How often, where, and with what result."""
        if not self.aantal.echt:
            return f"{capfirst(self.uitspraak.label)}."
        here = _plural(len(self.proeftuinen), "proeftuin", "proeftuinen")
        words = {Resultaat.WERKTE: "werkte", Resultaat.WERKTE_DEELS: "deels", Resultaat.WERKTE_NIET: "niet"}
        told = [f"{getal(n)} keer {words.get(result, 'nog onbekend')}" for result, n in self.resultaten if n]
        return f"{getal(self.aantal.echt)} keer toegepast, in {here}: {', '.join(told)}."

    @property
    def redenen(self) -> tuple[str, ...]:
        """Why the evidence is weaker than its grade, each as what follows "omdat"."""
        found = []
        if self.is_oud and self.nieuwste:
            found.append(f"de nieuwste beoordeling, van {self.nieuwste.tekst}, ouder is dan {JAREN_TEKST} jaar")
        if self.een_plek:
            found.append("het in maar één proeftuin is beoordeeld")
        return tuple(found)

    @property
    def omdat(self) -> str:
        """The reasons as the end of a sentence; "" when there are none."""
        return f"omdat {' en '.join(self.redenen)}" if self.redenen else ""

    @property
    def bewijs_tekst(self) -> str:
        """How strong the evidence is, and why it is not stronger."""
        why = self.bewijs_waardoor
        return f"{capfirst(self.kracht.label)}{f': {why}' if why else '.'}"

    @property
    def bewijs_waardoor(self) -> str:
        """The same beside the badge that says how strong it is; "" when there is none."""
        if self.kracht == Bewijskracht.GEEN:
            return ""
        if self.getoond == GetoondBewijs.DOOR_INDIENER:
            return f"{self.getoond.label}."
        newest = f"nieuwste beoordeling {self.nieuwste.tekst}" if self.nieuwste else ""
        told = ", ".join(part for part in (str(self.getoond.label), newest) if part)
        less = f" Dat is zwakker dan de bewijsgraad, {self.omdat}." if self.kracht != self.volle_kracht else ""
        return f"{told}.{less}"

    @property
    def neveneffecten_tekst(self) -> str:
        """A sentence that counts the side effects seen; "" when there were none."""
        told = []
        if self.ongewenst:
            told.append(_plural(self.ongewenst, "ongewenst neveneffect", "ongewenste neveneffecten"))
        if self.gewenst:
            told.append(_plural(self.gewenst, "gewenst neveneffect", "gewenste neveneffecten"))
        return f"{' en '.join(told)} gezien." if told else ""

    @property
    def samenvatting(self) -> str:
        """All of it in a few sentences, for a list, search or a file."""
        if not self.aantal.echt:
            return self.tekst
        return " ".join(part for part in (self.tekst, self.bewijs_tekst, capfirst(self.neveneffecten_tekst)) if part)


def oordeel(feiten: Iterable[Feit], today: datetime.date) -> Oordeel:
    """The verdict over the Toepassingen of one Oplossing, as it is on `today`."""
    rows = list(feiten)
    counting = [row for row in rows if row.telt]
    numbers = {result: sum(row.resultaat == result for row in counting) for result in Resultaat}
    # What came of it is not known yet: however well that is measured, it proves nothing.
    known = [row for row in counting if row.resultaat != Resultaat.NOG_ONBEKEND]
    assessed = [row for row in known if row.getoond in BEOORDEELD]
    strongest = max((GetoondBewijs(row.getoond) for row in known), key=GRADEN.index, default=GetoondBewijs.ONBEPROEFD)
    newest = max((day for row in assessed if (day := Datum.of(row.beoordeeld_op))), default=None)
    is_old = is_dated(newest, today)
    one_place = bool(assessed) and len({row.proeftuin for row in assessed}) == 1
    full = KRACHT[strongest]
    return Oordeel(
        uitspraak=_ruling(numbers, len(known)) if counting else Uitspraak.NIET_TOEGEPAST,
        aantal=amount(not row.telt for row in rows) if rows else NIETS,
        resultaten=tuple(numbers.items()),
        knelpunten=len({row.knelpunt for row in counting}),
        proeftuinen=tuple(dict.fromkeys(row.proeftuin for row in counting)),
        getoond=strongest,
        nieuwste=newest,
        volle_kracht=full,
        kracht=_weaker(full, is_old + one_place),
        is_oud=is_old,
        een_plek=one_place,
        ongewenst=sum(row.ongewenst for row in counting),
        gewenst=sum(row.gewenst for row in counting),
    )


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years ago; of 29 February the last of that month."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def is_dated(assessed_on: Datum | None, today: datetime.date) -> bool:
    """Whether one assessment is for certain so old that it counts for less: of a year its last day counts."""
    last = assessed_on.einde if assessed_on else None
    return last is not None and last < years_before(today, JAREN)


def side_effects(kinds: Sequence[str]) -> tuple[int, int]:
    """How many were not wanted and how many were, as the end of a `Feit`."""
    return kinds.count(NeveneffectAard.ONGEWENST), kinds.count(NeveneffectAard.GEWENST)


def _ruling(numbers: dict[Resultaat, int], known: int) -> Uitspraak:
    worked, failed = numbers[Resultaat.WERKTE], numbers[Resultaat.WERKTE_NIET]
    rules = (
        (not known, Uitspraak.NOG_ONBEKEND),
        (worked == known, Uitspraak.WERKTE),
        (failed == known, Uitspraak.WERKTE_NIET),
        (2 * worked > known, Uitspraak.WERKTE_MEESTAL),
        (2 * failed > known, Uitspraak.WERKTE_MEESTAL_NIET),
        (not failed, Uitspraak.WERKTE_DEELS),
    )
    return next((ruling for applies, ruling in rules if applies), Uitspraak.WISSELEND)


def _weaker(kracht: Bewijskracht, steps: int) -> Bewijskracht:
    least = min(STERKTE.index(kracht), STERKTE.index(Bewijskracht.ZWAK))
    return STERKTE[max(least, STERKTE.index(kracht) - steps)]


def _plural(n: int, one: str, more: str) -> str:
    return f"{getal(n)} {one if n == 1 else more}"
