"""What the tracker knows of something in the portal: a Begrip, an Organisatie, a Rapport."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from portal.models import Begrip, Organisatie, Pagina, Rapport
from portal.visibility import Reader

from ..choices import Registersoort
from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinPartner
from ..querysets import KnelpuntQuerySet, OplossingQuerySet, ProeftuinQuerySet
from .rows import (
    Card,
    KnelpuntRow,
    current_knelpunt_stappen,
    current_proeftuin_stappen,
    knelpunt_row,
    page_card,
    place_of,
    register_urls,
    slim,
    stadium_badge,
)

SHOWN = 4
T = TypeVar("T", bound=Pagina)


@dataclass(frozen=True, slots=True)
class TrackerFeiten:
    """Up to four of each, how many there are in all, and where the rest stands ("" when there is no more)."""

    knelpunten: tuple[KnelpuntRow, ...] = ()
    knelpunten_aantal: int = 0
    knelpunten_url: str = ""
    proeftuinen: tuple[Card, ...] = ()
    proeftuinen_aantal: int = 0
    proeftuinen_url: str = ""
    oplossingen: tuple[Card, ...] = ()
    oplossingen_aantal: int = 0
    oplossingen_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.knelpunten or self.proeftuinen or self.oplossingen)


def feiten_for_begrip(begrip: Begrip, reader: Reader) -> TrackerFeiten:
    """The records that carry this Begrip; nine queries."""
    urls = register_urls(reader)
    query = f"?{begrip.schema}={begrip.slug}"
    return _facts(
        Knelpunt.objects.visible_to(reader).filter(begrippen=begrip),
        Proeftuin.objects.visible_to(reader).filter(begrippen=begrip),
        Oplossing.objects.visible_to(reader).filter(begrippen=begrip),
        reader,
        {soort: f"{url}{query}" for soort, url in urls.items()},
    )


def feiten_for_organisatie(organisatie: Organisatie, reader: Reader) -> TrackerFeiten:
    """The Knelpunten in which it is their turn, and the Proeftuinen in which they are a partner."""
    steps = KnelpuntStap.objects.filter(is_huidig=True, eigenaar=organisatie).values("knelpunt")
    partner = ProeftuinPartner.objects.filter(organisatie=organisatie).values("proeftuin")
    return _facts(
        Knelpunt.objects.visible_to(reader).filter(pk__in=steps),
        Proeftuin.objects.visible_to(reader).filter(pk__in=partner),
        None,
        reader,
        {},
    )


def feiten_for_rapport(rapport: Rapport, reader: Reader) -> TrackerFeiten:
    """The Knelpunten and Proeftuinen that its published Aanbevelingen are about."""
    linked = {"aanbevelingen__rapport": rapport, "aanbevelingen__live": True}
    return _facts(
        Knelpunt.objects.visible_to(reader).filter(**linked).distinct(),
        Proeftuin.objects.visible_to(reader).filter(**linked).distinct(),
        None,
        reader,
        {},
    )


def knelpunt_rows(knelpunten: Iterable[Knelpunt], reader: Reader) -> tuple[KnelpuntRow, ...]:
    found = list(knelpunten)
    steps = current_knelpunt_stappen(found)
    return tuple(knelpunt_row(page, steps.get(page.pk), reader) for page in found)


def proeftuin_cards(proeftuinen: Iterable[Proeftuin]) -> tuple[Card, ...]:
    found = list(proeftuinen)
    steps = current_proeftuin_stappen(found)
    return tuple(page_card(page, stadium_badge(steps.get(page.pk)), place_of(page)) for page in found)


def _facts(
    knelpunten: KnelpuntQuerySet,
    proeftuinen: ProeftuinQuerySet,
    oplossingen: OplossingQuerySet | None,
    reader: Reader,
    urls: dict[str, str],
) -> TrackerFeiten:
    # With an address for the rest four are shown; without one there is nowhere else to see them.
    limit = SHOWN if urls else None
    amount = {
        Registersoort.KNELPUNT: knelpunten.count(),
        Registersoort.PROEFTUIN: proeftuinen.count(),
        Registersoort.OPLOSSING: oplossingen.count() if oplossingen is not None else 0,
    }
    solutions = slim(oplossingen.order_by("title"), oplossing="")[:limit] if oplossingen is not None else ()
    return TrackerFeiten(
        knelpunten=knelpunt_rows(slim(knelpunten.order_by("title"), knelpunt="")[:limit], reader),
        knelpunten_aantal=amount[Registersoort.KNELPUNT],
        knelpunten_url=_more(urls, Registersoort.KNELPUNT, amount),
        proeftuinen=proeftuin_cards(
            slim(proeftuinen.select_related("gemeente").order_by("title"), proeftuin="")[:limit]
        ),
        proeftuinen_aantal=amount[Registersoort.PROEFTUIN],
        proeftuinen_url=_more(urls, Registersoort.PROEFTUIN, amount),
        oplossingen=tuple(page_card(page, None) for page in solutions),
        oplossingen_aantal=amount[Registersoort.OPLOSSING],
        oplossingen_url=_more(urls, Registersoort.OPLOSSING, amount),
    )


def _more(urls: dict[str, str], soort: Registersoort, amount: dict[Registersoort, int]) -> str:
    return urls.get(soort, "") if amount[soort] > SHOWN else ""
