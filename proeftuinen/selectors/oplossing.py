"""Everything that the page of an Oplossing shows."""

from __future__ import annotations

from dataclasses import dataclass

from portal.choices import Bewijsgraad, Resultaat
from portal.models import Pagina
from portal.visibility import Reader

from ..charts import Slice, getal, slices
from ..models import Oplossing, Toepassing
from .rows import Badge, Card, ToepassingRow, toepassing_rows

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


@dataclass(frozen=True, slots=True)
class OplossingOverzicht:
    """`bewijs` is the strongest evidence that any Toepassing has; `uitkomsten` a bar of the results."""

    groepen: tuple[Resultaatgroep, ...]
    uitkomsten: tuple[Slice, ...]
    aantal: int
    knelpunten_aantal: int
    proeftuinen_aantal: int
    bewijs: Badge | None
    steunt_op: tuple[Card, ...]


def oplossing_overzicht(oplossing: Oplossing, reader: Reader) -> OplossingOverzicht:
    """Two queries, and one for the content types."""
    rows = toepassing_rows(Toepassing.objects.visible_to(reader).filter(oplossing=oplossing.pk))
    grouped = [
        Resultaatgroep(result.value, HEADINGS[result], tuple(r for r in rows if r.resultaat.kind == result))
        for result in Resultaat
    ]
    return OplossingOverzicht(
        groepen=tuple(group for group in grouped if group.toepassingen),
        uitkomsten=slices(
            [
                (g.kind, str(Resultaat(g.kind).label), len(g.toepassingen), f"{getal(len(g.toepassingen))} keer")
                for g in grouped
            ]
        ),
        aantal=len(rows),
        knelpunten_aantal=len({row.knelpunt for row in rows}),
        proeftuinen_aantal=len({row.proeftuin for row in rows}),
        bewijs=next((Badge(b.value, str(b.label)) for b in STRENGTH if _has(rows, b)), None),
        steunt_op=_rests_on(oplossing, reader),
    )


def _has(rows: tuple[ToepassingRow, ...], strength: Bewijsgraad) -> bool:
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
