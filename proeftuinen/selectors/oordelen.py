"""The verdict of each of a number of Oplossingen, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.visibility import Reader

from ..bewijs.oordeel import Feit, Oordeel, oordeel, side_effects
from ..choices import NeveneffectAard
from ..models import Neveneffect, Oplossing, Toepassing
from .rows import Badge, Card, ToepassingRow, counts_for, page_card

FIELDS = ("resultaat", "getoond", "beoordeeld_op", "knelpunt", "proeftuin", "telt", *NeveneffectAard.values)


def oordelen(oplossingen: Sequence[int], reader: Reader) -> dict[int, Oordeel]:
    """The key of each Oplossing -> its verdict, also when nothing was tried; one query."""
    found: dict[int, list[Feit]] = {key: [] for key in oplossingen}
    rows = feiten(Toepassing.objects.visible_to(reader).filter(oplossing__in=list(oplossingen)))
    for row in rows.values("oplossing", *FIELDS) if found else ():
        values = {name: row[name] for name in FIELDS}
        found[row["oplossing"]].append(Feit(**{**values, **{kind: row[kind] or 0 for kind in NeveneffectAard.values}}))
    today = timezone.localdate()
    return {key: oordeel(facts, today) for key, facts in found.items()}


def feiten(rows: QuerySet[Toepassing]) -> QuerySet[Toepassing]:
    """Each with what a Feit of its Oplossing wants: `getoond`, `telt`, and how many Neveneffecten of each kind."""
    marked: QuerySet[Toepassing] = rows.with_bewijs().telling_for("oplossing")  # type: ignore[attr-defined]
    return marked.annotate(**{kind.value: _counted(kind) for kind in NeveneffectAard}).order_by("pk")


def oordeel_of_rows(oplossing: Oplossing, rows: Iterable[ToepassingRow]) -> Oordeel:
    """The verdict of one Oplossing whose rows were read already; where it was tried are their Refs."""
    facts = (
        Feit(
            row.resultaat.kind,
            row.bewijsgraad.kind,
            row.bewijs.op,
            row.knelpunt,
            row.proeftuin,
            counts_for(oplossing, row),
            *side_effects([effect.aard for effect in row.neveneffecten]),
        )
        for row in rows
    )
    return oordeel(facts, timezone.localdate())


def oplossing_cards(pages: Sequence[Oplossing], reader: Reader) -> list[Card]:
    """The card of each with its verdict; one query."""
    verdicts = oordelen([page.pk for page in pages], reader)
    return [_card(page, verdicts[page.pk]) for page in pages]


def verdict_badges(verdict: Oordeel) -> tuple[Badge, ...]:
    """Whether it worked, and how strong the evidence for that is; nothing while nothing real was tried."""
    if not verdict.aantal.echt:
        return ()
    return (
        Badge(verdict.uitspraak.value, str(verdict.uitspraak.label)),
        Badge(verdict.kracht.value, str(verdict.kracht.label)),
    )


def _card(page: Oplossing, verdict: Oordeel) -> Card:
    card = page_card(page, None)
    examples, words = verdict.aantal.en_voorbeelden, verdict.samenvatting
    if examples and not verdict.aantal.echt:
        words, examples = "", f"Nog niet toegepast, alleen {examples.removeprefix('en ')}"
    badges = (*verdict_badges(verdict), *card.badges)
    return replace(card, badges=badges, waarom=words if verdict.aantal else "", daarnaast=examples)


def _counted(kind: NeveneffectAard) -> Subquery:
    rows = Neveneffect.objects.filter(toepassing=OuterRef("pk"), aard=kind).order_by().values("toepassing")
    return Subquery(rows.annotate(n=Count("pk")).values("n"))
