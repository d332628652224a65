"""Everything that the page of an Oplossing shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.aantallen import Aantal, total
from portal.choices import Bewijsgraad, Resultaat
from portal.models import Pagina
from portal.visibility import Reader

from ..charts import Slice, aantal_slices
from ..models import Oplossing, Toepassing
from .praktijk import praktijkvoorbeelden_of
from .rows import Badge, Card, ToepassingRow, amount_for, counts_for, toepassing_rows

# The best evidence first.
STRENGTH = (Bewijsgraad.ONAFHANKELIJK_GEEVALUEERD, Bewijsgraad.LOKAAL_GEEVALUEERD, Bewijsgraad.ONBEPROEFD)
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
    """`bewijs` is the strongest evidence that any Toepassing has; `uitkomsten` a bar of the results.

    Of a real Oplossing only what is real counts; the examples are said beside it.
    """

    groepen: tuple[Resultaatgroep, ...]
    uitkomsten: tuple[Slice, ...]
    aantal: Aantal
    knelpunten: int
    proeftuinen: int
    bewijs: Badge | None
    steunt_op: tuple[Card, ...]
    praktijkvoorbeelden: tuple[Card, ...]


def oplossing_overzicht(oplossing: Oplossing, reader: Reader) -> OplossingOverzicht:
    """Three queries, and one for the content types."""
    rows = toepassing_rows(Toepassing.objects.visible_to(reader).filter(oplossing=oplossing.pk))
    counting = [row for row in rows if counts_for(oplossing, row)]
    grouped = []
    for result in Resultaat:
        found = tuple(row for row in rows if row.resultaat.kind == result)
        grouped.append(Resultaatgroep(result.value, HEADINGS[result], found, amount_for(oplossing, found)))
    return OplossingOverzicht(
        groepen=tuple(group for group in grouped if group.toepassingen),
        uitkomsten=aantal_slices([(g.kind, str(Resultaat(g.kind).label), g.aantal) for g in grouped], "keer"),
        aantal=total(group.aantal for group in grouped),
        knelpunten=len({row.knelpunt for row in counting}),
        proeftuinen=len({row.proeftuin for row in counting}),
        bewijs=next((Badge(b.value, str(b.label)) for b in STRENGTH if _has(counting, b)), None),
        steunt_op=_rests_on(oplossing, reader),
        praktijkvoorbeelden=praktijkvoorbeelden_of(oplossing, reader),
    )


def _has(rows: Sequence[ToepassingRow], strength: Bewijsgraad) -> bool:
    return any(row.bewijsgraad.kind == strength for row in rows)


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
