"""Which Oplossingen rest on a Handreiking or Hulpmiddel, and how those did."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from portal.choices import Resultaat
from portal.models import Pagina
from portal.pages.aantallen import Aantal, counted, total
from portal.visibility import Reader

from ..models import Oplossing, Toepassing
from .rows import Badge, Ref, ref, slim


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """How often it ended so."""

    resultaat: Badge
    aantal: Aantal


@dataclass(frozen=True, slots=True)
class RustendeOplossing:
    """An Oplossing and how it did: of a real one only what is real counts, the examples are said beside it."""

    ref: Ref
    samenvatting: str
    aantal: Aantal
    uitkomsten: tuple[Uitkomst, ...]


def rustende_oplossingen(pagina: Pagina, reader: Reader) -> tuple[RustendeOplossing, ...]:
    """Those that rest on this page, the real ones first; two queries."""
    if not pagina.pk:
        return ()
    rows = Oplossing.objects.visible_to(reader).filter(steunt_op=pagina.pk).order_by("is_voorbeeld", "title", "pk")
    found = list(slim(rows, oplossing=""))
    made_up = {row.pk for row in found if row.is_voorbeeld}
    tried = Toepassing.objects.visible_to(reader).filter(oplossing__in=[row.pk for row in found]).marked()
    ends = tried.order_by().values_list("oplossing", "resultaat", "verzonnen").annotate(n=Count("pk"))
    amounts: dict[int, dict[str, Aantal]] = {}
    if found:
        for (pk, result), amount in counted((pk, r, e and pk not in made_up, n) for pk, r, e, n in ends).items():
            amounts.setdefault(pk, {})[result] = amount
    return tuple(
        RustendeOplossing(
            ref(row),
            row.samenvatting,
            total(amounts.get(row.pk, {}).values()),
            tuple(
                Uitkomst(Badge(result.value, str(result.label)), amounts[row.pk][result])
                for result in Resultaat
                if result in amounts.get(row.pk, {})
            ),
        )
        for row in found
    )
