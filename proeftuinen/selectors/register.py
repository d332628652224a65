"""The list of a register: what is on screen for one URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils import timezone

from portal.aantallen import NIETS, Aantal, counted, getal, total
from portal.choices import Resultaat
from portal.filters import BoundFilter
from portal.visibility import Reader

from ..choices import Niveau, Registersoort
from ..filters import filter_set
from ..models import Knelpunt, Oplossing, Proeftuin, Register, Toepassing
from ..navigation import export_links, weergaven
from .rows import (
    Badge,
    Card,
    current,
    page_card,
    place_of,
    slim,
    stadium_badge,
    status_badge,
    visible_ref,
    with_knelpunt_stap,
    with_proeftuin_stap,
)

WORKED = (Resultaat.WERKTE, Resultaat.WERKTE_DEELS)
EMPTY = {
    Registersoort.PROEFTUIN: "Geen proeftuinen met deze filters",
    Registersoort.KNELPUNT: "Geen knelpunten met deze filters",
    Registersoort.OPLOSSING: "Geen oplossingen met deze filters",
}


def register_queryset(register: Register, reader: Reader, params: QueryDict) -> QuerySet[Any]:
    """The records on screen for this URL: what the feed and the export hold too."""
    return bound_filter(register, reader, params).apply(records_of(register.toont, reader))


def bound_filter(register: Register, reader: Reader, params: QueryDict) -> BoundFilter:
    return filter_set(register.toont, reader).bind(params)


def register_list(register: Register, reader: Reader, params: QueryDict) -> dict[str, Any]:
    """Everything that templates/components/lijst.html shows; a fixed number of queries plus one per chosen schema."""
    listing = bound_filter(register, reader, params).listing(records_of(register.toont, reader))
    listing["items"] = cards_of(register.toont, listing.pop("rows"), reader)
    listing["leeg_tekst"] = EMPTY[Registersoort(register.toont)]
    listing["weergaven"] = weergaven()
    listing["exports"] = export_links(str(Registersoort(register.toont).label), listing["filter_query"])
    return listing


def records_of(toont: str, reader: Reader) -> QuerySet[Any]:
    """All records of one kind that this reader may see, without their long texts."""
    if toont == Registersoort.PROEFTUIN:
        return with_proeftuin_stap(slim(Proeftuin.objects.visible_to(reader).select_related("gemeente"), proeftuin=""))
    if toont == Registersoort.KNELPUNT:
        return with_knelpunt_stap(slim(Knelpunt.objects.visible_to(reader), knelpunt=""))
    return slim(Oplossing.objects.visible_to(reader), oplossing="")


def cards_of(toont: str, rows: Sequence[Any], reader: Reader) -> list[Card]:
    """The rows of one page of the list; at most one query."""
    if toont == Registersoort.PROEFTUIN:
        return [page_card(page, stadium_badge(current(page)), place_of(page), datum=_changed(page)) for page in rows]
    if toont == Registersoort.KNELPUNT:
        cards = []
        for page in rows:
            step = current(page)
            owner = visible_ref(step.eigenaar, reader) if step else None
            extra = (Badge("niveau", str(Niveau(step.niveau).label)),) if step else ()
            card = page_card(page, status_badge(step), datum=_changed(page))
            cards.append(_with(card, badges=(*card.badges[:1], *extra, *card.badges[1:]), owner=owner))
        return cards
    worked = _worked(rows, reader)
    cards = []
    for page in rows:
        words, examples = worked.get(page.pk, ("", ""))
        cards.append(replace(page_card(page, None, datum=_changed(page), waarom=words), daarnaast=examples))
    return cards


def _worked(rows: Sequence[Oplossing], reader: Reader) -> dict[int, tuple[str, str]]:
    """In words, how often each Oplossing was tried and worked, and what examples there are beside; one query."""
    made_up = {row.pk for row in rows if row.is_voorbeeld}
    tried = Toepassing.objects.visible_to(reader).filter(oplossing__in=[row.pk for row in rows]).marked()
    found = tried.order_by().values_list("oplossing", "resultaat", "verzonnen").annotate(n=Count("pk"))
    amounts: dict[int, dict[str, Aantal]] = {}
    for (pk, result), amount in counted((pk, r, e and pk not in made_up, n) for pk, r, e, n in found).items():
        amounts.setdefault(pk, {})[result] = amount
    return {pk: _in_words(results) for pk, results in amounts.items()}


def _in_words(results: Mapping[str, Aantal]) -> tuple[str, str]:
    tried = total(results.values())
    if not tried.echt:
        return "", f"Nog niet toegepast, alleen {tried.en_voorbeelden.removeprefix('en ')}"
    worked = total(results.get(result, NIETS) for result in WORKED)
    return f"{getal(tried.echt)} keer toegepast. {getal(worked.echt)} keer werkte het (deels).", tried.en_voorbeelden


def _changed(page: Any) -> Any:
    return timezone.localtime(page.gewijzigd_op).date() if page.gewijzigd_op else None


def _with(card: Card, *, badges: tuple[Badge, ...], owner: Any) -> Card:
    return replace(card, badges=badges, organisatie=f"Aan zet: {owner.title}" if owner else "")
