"""Two to four Proeftuinen side by side, on the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.html import strip_tags

from portal.datum import period
from portal.visibility import Reader, page_q

from ...models import Knelpunt, Overdrachtsvoorwaarde, Proeftuin, ProeftuinPartner, Toepassing
from ..rows import (
    Badge,
    Ref,
    ToepassingRow,
    current,
    place_of,
    ref,
    slim,
    stadium_badge,
    toepassing_rows,
    with_knelpunt_stap,
    with_proeftuin_stap,
)

AT_LEAST, AT_MOST = 2, 4
OFFERED = 500


@dataclass(frozen=True, slots=True)
class Regel:
    """A line within a field: words, a state and an address, any of which may be missing."""

    tekst: str
    url: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Veld:
    label: str
    waarden: tuple[tuple[Regel, ...], ...]


@dataclass(frozen=True, slots=True)
class Aanbod:
    slug: str
    titel: str


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """`kolommen` are the chosen Proeftuinen in the order of the URL; each Veld has a value for each."""

    kolommen: tuple[Ref, ...]
    velden: tuple[Veld, ...]
    aanbod: tuple[Aanbod, ...]
    gekozen: tuple[str, ...]
    melding: str

    @property
    def plaatsen(self) -> list[str]:
        """Which slug each of the four choosers shows."""
        return [*self.gekozen, *[""] * (AT_MOST - len(self.gekozen))]


def vergelijking(reader: Reader, slugs: Sequence[str]) -> Vergelijking:
    """Seven queries. More than four are left out with a message; so are those that this reader may not see."""
    wanted = list(dict.fromkeys(slug for slug in slugs if slug))[: AT_MOST * 2]
    visible = Proeftuin.objects.visible_to(reader)
    rows = visible.filter(slug__in=wanted).select_related("gemeente").defer("inhoud")
    found = {page.slug: page for page in with_proeftuin_stap(rows)}
    pages = [found[slug] for slug in wanted if slug in found][:AT_MOST]
    message = ""
    if len(wanted) > AT_MOST:
        message = f"U kunt er {AT_MOST} tegelijk vergelijken. De rest is weggelaten."
    elif len(pages) < len(wanted):
        message = "Een van de gekozen proeftuinen is niet gevonden."
    elif len(pages) == 1:
        message = "Kies nog een proeftuin om mee te vergelijken."
    offered = dict(visible.order_by("title").values_list("slug", "title")[:OFFERED])
    # What is chosen stays in its chooser, however long the list is.
    offered.update({page.slug: page.title for page in pages})
    return Vergelijking(
        kolommen=tuple(ref(page) for page in pages),
        velden=_fields(pages, reader) if len(pages) >= AT_LEAST else (),
        aanbod=tuple(Aanbod(slug, title) for slug, title in offered.items()),
        gekozen=tuple(page.slug for page in pages),
        melding=message,
    )


def _fields(pages: list[Proeftuin], reader: Reader) -> tuple[Veld, ...]:
    keys = [page.pk for page in pages]
    partners = _grouped(
        ProeftuinPartner.objects.filter(page_q(reader, "organisatie__"), proeftuin__in=keys)
        .select_related("organisatie")
        .defer("organisatie__inhoud")
        .order_by("sort_order")
    )
    seen = _grouped(
        with_knelpunt_stap(slim(Knelpunt.objects.visible_to(reader), knelpunt=""))
        .filter(waarnemingen__proeftuin__in=keys)
        .annotate(proeftuin_id=F("waarnemingen__proeftuin"))
        .order_by("title", "pk")
    )
    results = toepassing_rows(Toepassing.objects.visible_to(reader).filter(proeftuin__in=keys), reader)
    conditions = _grouped(Overdrachtsvoorwaarde.objects.filter(proeftuin__in=keys).order_by("sort_order"))

    def state(page: Proeftuin) -> tuple[Regel, ...]:
        badge = stadium_badge(current(page))
        return (Regel(current(page).datum.sinds, badge=badge),) if badge else ()

    def bottlenecks(page: Proeftuin) -> tuple[Regel, ...]:
        rows = seen.get(page.pk, [])
        return tuple(
            Regel(
                _labelled(row.title, row.is_voorbeeld),
                row.url or "",
                Badge(step.status, step.get_status_display()) if (step := current(row)) else None,
            )
            for row in rows
        )

    def outcomes(page: Proeftuin) -> tuple[Regel, ...]:
        own = ref(page)
        return tuple(
            Regel(
                _labelled(f"{_tried(row)} (bewijs: {row.bewijs.badge.label})", row.is_voorbeeld),
                row.url,
                row.resultaat,
            )
            for row in results
            if row.proeftuin == own
        )

    def side_effects(page: Proeftuin) -> tuple[Regel, ...]:
        own = ref(page)
        told = [(row, effect) for row in results if row.proeftuin == own for effect in row.neveneffecten]
        seen_too = [Regel(_labelled(f"{effect.tekst}, bij: {_tried(row)}", row.is_voorbeeld)) for row, effect in told]
        return (*_words(page.neveneffecten), *seen_too)

    def made_up(page: Proeftuin) -> tuple[Regel, ...]:
        if not any(other.is_voorbeeld for other in pages):
            return ()
        return _words("verzonnen om te laten zien hoe het werkt" if page.is_voorbeeld else "nee, dit is echt")

    columns: tuple[tuple[str, Any], ...] = (
        ("Voorbeeld", made_up),
        ("Plaats", lambda p: _words(place_of(p))),
        ("Stadium", state),
        ("Periode", lambda p: _words(_period(p))),
        ("Doel", lambda p: _words(p.doel)),
        ("Aanpak", lambda p: _words(p.aanpak)),
        ("Partners", lambda p: tuple(Regel(_with(r.organisatie.title, r.rol)) for r in partners.get(p.pk, []))),
        ("Knelpunten", bottlenecks),
        ("Geprobeerde oplossingen", outcomes),
        ("Resultaten", lambda p: _words(p.resultaten)),
        ("Lessen", lambda p: _words(p.lessen)),
        ("Neveneffecten", side_effects),
        ("Wat moet er lokaal waar zijn", lambda p: tuple(Regel(r.tekst) for r in conditions.get(p.pk, []))),
        ("Waarom gestopt", lambda p: _words(p.reden_gestopt)),
    )
    fields = [Veld(label, tuple(value(page) for page in pages)) for label, value in columns]
    return tuple(field for field in fields if any(field.waarden))


def _grouped(rows: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.proeftuin_id, []).append(row)
    return groups


def _words(text: str) -> tuple[Regel, ...]:
    """Plain or rich text as lines of words."""
    plain = strip_tags(text.replace("</p>", "</p>\n").replace("</li>", "</li>\n").replace("<br/>", "\n"))
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return tuple(Regel(line) for line in lines if line)


def _labelled(text: str, is_invented: bool) -> str:
    return f"Voorbeeld: {text}" if is_invented else text


def _tried(row: ToepassingRow) -> str:
    return f"{row.oplossing.title}, bij: {row.knelpunt.title}"


def _with(name: str, role: str) -> str:
    return f"{name}: {role}" if role else name


def _period(page: Proeftuin) -> str:
    return period(page.startdatum, page.einddatum)
