"""Everything that the page of an Oplossing shows."""

from __future__ import annotations

from dataclasses import dataclass

from portal.choices import Resultaat
from portal.datum import ONBEKEND
from portal.lists.aantallen import Aantal
from portal.models import Pagina
from portal.visibility import Reader

from ..bewijs.oordeel import Oordeel
from ..charts import Slice, aantal_slices
from ..models import Oplossing, Toepassing
from .oordelen import oordeel_of_rows
from .praktijk import praktijkvoorbeelden_of
from .rows import Badge, Card, ToepassingRow, amount_for, counts_for, toepassing_rows

SHOWN = 3
HEADINGS = {
    Resultaat.WERKTE: "Hier werkte het",
    Resultaat.WERKTE_DEELS: "Hier werkte het deels",
    Resultaat.WERKTE_NIET: "Hier werkte het niet",
    Resultaat.NOG_ONBEKEND: "Hier is het resultaat nog onbekend",
}


@dataclass(frozen=True, slots=True)
class Resultaatgroep:
    kind: str
    titel: str
    toepassingen: tuple[ToepassingRow, ...]
    aantal: Aantal


@dataclass(frozen=True, slots=True)
class OplossingOverzicht:
    """`uitkomsten` is a bar of the results; `sterkste` the Toepassingen with the strongest evidence, the newest first.

    Of a real Oplossing only what is real counts; the examples are said beside it.
    """

    groepen: tuple[Resultaatgroep, ...]
    uitkomsten: tuple[Slice, ...]
    oordeel: Oordeel
    sterkste: tuple[ToepassingRow, ...]
    neveneffecten: tuple[ToepassingRow, ...]
    steunt_op: tuple[Card, ...]
    praktijkvoorbeelden: tuple[Card, ...]


def oplossing_overzicht(oplossing: Oplossing, reader: Reader) -> OplossingOverzicht:
    """Five queries, and one for the content types."""
    rows = toepassing_rows(Toepassing.objects.visible_to(reader).filter(oplossing=oplossing.pk), reader)
    verdict = oordeel_of_rows(oplossing, rows)
    counting = [row for row in rows if counts_for(oplossing, row)]
    grouped = []
    for result in Resultaat:
        found = tuple(row for row in rows if row.resultaat.kind == result)
        grouped.append(Resultaatgroep(result.value, HEADINGS[result], found, amount_for(oplossing, found)))
    return OplossingOverzicht(
        groepen=tuple(group for group in grouped if group.toepassingen),
        uitkomsten=aantal_slices([(g.kind, str(Resultaat(g.kind).label), g.aantal) for g in grouped], "keer"),
        oordeel=verdict,
        sterkste=_strongest(counting, verdict),
        neveneffecten=tuple(row for row in counting if row.neveneffecten),
        steunt_op=_rests_on(oplossing, reader),
        praktijkvoorbeelden=praktijkvoorbeelden_of(oplossing, reader),
    )


def _strongest(rows: list[ToepassingRow], verdict: Oordeel) -> tuple[ToepassingRow, ...]:
    """The assessed ones on which the strength of the evidence rests."""
    found = [row for row in rows if row.bewijs.op and row.bewijs.badge.kind == verdict.getoond]
    known = [row for row in found if row.resultaat.kind != Resultaat.NOG_ONBEKEND]
    return tuple(sorted(known, key=lambda row: row.bewijs.op or ONBEKEND, reverse=True))[:SHOWN]


def _rests_on(oplossing: Oplossing, reader: Reader) -> tuple[Card, ...]:
    chosen = [page.pk for page in oplossing.steunt_op.all()]
    pages = Pagina.objects.visible_to(reader).filter(pk__in=chosen).defer("inhoud").order_by("title")
    return tuple(
        Card(
            url=page.url or "",
            title=page.title,
            soort=page.soort,
            soort_naam=page.soort_naam,
            samenvatting=page.samenvatting,
            badges=(Badge("voorbeeld", "Voorbeeld"),) if page.is_voorbeeld else (),
        )
        for page in pages
    )
