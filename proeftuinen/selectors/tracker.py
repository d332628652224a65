"""What the tracker knows of something in the portal: a Begrip or an Organisatie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from portal.lists.aantallen import NIETS, Aantal
from portal.models import Begrip, Organisatie
from portal.visibility import Reader

from ..choices import Registersoort
from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinPartner
from ..querysets import KnelpuntQuerySet, OplossingQuerySet, ProeftuinQuerySet
from .oordelen import oplossing_cards
from .rows import (
    Card,
    KnelpuntRow,
    current,
    knelpunt_row,
    page_card,
    place_of,
    register_urls,
    slim,
    stadium_badge,
    with_knelpunt_stap,
    with_proeftuin_stap,
)

SHOWN = 4


@dataclass(frozen=True, slots=True)
class TrackerFeiten:
    """Up to four of each, how many there are in all, and where the rest stands ("" when there is no more)."""

    knelpunten: tuple[KnelpuntRow, ...] = ()
    knelpunten_aantal: Aantal = NIETS
    knelpunten_url: str = ""
    proeftuinen: tuple[Card, ...] = ()
    proeftuinen_aantal: Aantal = NIETS
    proeftuinen_url: str = ""
    oplossingen: tuple[Card, ...] = ()
    oplossingen_aantal: Aantal = NIETS
    oplossingen_url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of the tracker to show."""
        return not (self.knelpunten or self.proeftuinen or self.oplossingen)


def feiten_for_begrip(begrip: Begrip, reader: Reader) -> TrackerFeiten:
    """The records that carry this Begrip; four queries."""
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


def knelpunt_rows(knelpunten: QuerySet[Any], reader: Reader, limit: int) -> tuple[KnelpuntRow, ...]:
    """The first rows of a question, each with its state; one query."""
    rows = with_knelpunt_stap(slim(knelpunten, knelpunt=""))[:limit]
    return tuple(knelpunt_row(page, current(page), reader) for page in rows)


def proeftuin_cards(proeftuinen: QuerySet[Any], limit: int) -> tuple[Card, ...]:
    """The first cards of a question, each with its stadium; one query."""
    rows = with_proeftuin_stap(slim(proeftuinen.select_related("gemeente"), proeftuin=""))[:limit]
    return tuple(page_card(page, stadium_badge(current(page)), place_of(page)) for page in rows)


def _facts(
    knelpunten: KnelpuntQuerySet,
    proeftuinen: ProeftuinQuerySet,
    oplossingen: OplossingQuerySet | None,
    reader: Reader,
    urls: dict[str, str],
) -> TrackerFeiten:
    # With an address for the rest four are shown; without one there is nowhere else to see them.
    limit = SHOWN if urls else None
    rows = {
        Registersoort.KNELPUNT: with_knelpunt_stap(slim(_numbered(knelpunten), knelpunt=""))[:limit],
        Registersoort.PROEFTUIN: with_proeftuin_stap(
            slim(_numbered(proeftuinen).select_related("gemeente"), proeftuin="")
        )[:limit],
        Registersoort.OPLOSSING: () if oplossingen is None else slim(_numbered(oplossingen), oplossing="")[:limit],
    }
    found = {soort: list(pages) for soort, pages in rows.items()}
    amount = {
        soort: Aantal(pages[0].echt, pages[0].totaal - pages[0].echt) if pages else NIETS
        for soort, pages in found.items()
    }
    return TrackerFeiten(
        knelpunten=tuple(knelpunt_row(page, current(page), reader) for page in found[Registersoort.KNELPUNT]),
        knelpunten_aantal=amount[Registersoort.KNELPUNT],
        knelpunten_url=_more(urls, Registersoort.KNELPUNT, amount),
        proeftuinen=tuple(
            page_card(page, stadium_badge(current(page)), place_of(page)) for page in found[Registersoort.PROEFTUIN]
        ),
        proeftuinen_aantal=amount[Registersoort.PROEFTUIN],
        proeftuinen_url=_more(urls, Registersoort.PROEFTUIN, amount),
        oplossingen=tuple(oplossing_cards(found[Registersoort.OPLOSSING], reader)),
        oplossingen_aantal=amount[Registersoort.OPLOSSING],
        oplossingen_url=_more(urls, Registersoort.OPLOSSING, amount),
    )


def _numbered(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The real ones first, by title, each row with how many there are in all: both in one query."""
    real = Count("pk", filter=Q(is_voorbeeld=False))
    return rows.annotate(totaal=Window(Count("pk")), echt=Window(real)).order_by("is_voorbeeld", "title", "pk")


def _more(urls: dict[str, str], soort: Registersoort, amount: dict[Registersoort, Aantal]) -> str:
    return urls.get(soort, "") if amount[soort].alles > SHOWN else ""
