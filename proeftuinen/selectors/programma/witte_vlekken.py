"""Where nothing helps yet: barrièrestap × fase, by vorm, and what lacks a solution or evidence."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q

from portal.choices import Schema
from portal.lists.aantallen import Aantal
from portal.models import Begrip, Pagina
from portal.visibility import Reader

from ...choices import OPEN_STATUSSEN, Registersoort
from ...lists.filters import proven, worked
from ...models import Knelpunt, Oplossing
from ...querysets import KnelpuntQuerySet
from ..rows import Card, KnelpuntRow, page_card, register_urls, slim
from ..tracker import knelpunt_rows

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Vlek:
    """One cell: open knelpunten here, and how many of them have no oplossing that worked. Examples give no colour."""

    aantal: int
    zonder: int
    voorbeelden: int
    url: str

    @property
    def kind(self) -> str:
        """How much of the field is covered, as the style that colours it."""
        if not self.aantal:
            return "voorbeeld" if self.voorbeelden else "leeg"
        return "wit" if self.zonder == self.aantal else "deels" if self.zonder else "gedekt"


@dataclass(frozen=True, slots=True)
class VlekRij:
    stap: str
    vlekken: tuple[Vlek, ...]


@dataclass(frozen=True, slots=True)
class Keuze:
    slug: str
    label: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class WitteVlekken:
    vormen: tuple[Keuze, ...]
    fasen: tuple[str, ...]
    rijen: tuple[VlekRij, ...]
    knelpunten: tuple[KnelpuntRow, ...]
    knelpunten_aantal: Aantal
    oplossingen: tuple[Card, ...]
    oplossingen_aantal: Aantal
    niet_ingedeeld: Aantal
    gekozen: str
    knelpunten_url: str
    knelpunten_query: str
    oplossingen_url: str
    oplossingen_query: str

    @property
    def knelpunten_deel(self) -> int:
        """How many are shown when there are more; 0 when all are."""
        return _part(self.knelpunten, self.knelpunten_aantal)

    @property
    def oplossingen_deel(self) -> int:
        """The same for the oplossingen."""
        return _part(self.oplossingen, self.oplossingen_aantal)


def witte_vlekken(reader: Reader, vorm: str = "") -> WitteVlekken:
    """Eight queries. `vorm` is the slug of a Begrip; an unknown one is left out."""
    terms: dict[str, list[Begrip]] = {}
    schemas = (Schema.VORM, Schema.FASE, Schema.BARRIERESTAP)
    for begrip in Begrip.objects.active().filter(schema__in=schemas).order_by("volgorde", "term"):
        terms.setdefault(begrip.schema, []).append(begrip)
    vormen, fasen = terms.get(Schema.VORM, []), terms.get(Schema.FASE, [])
    vorm = vorm if vorm in {begrip.slug for begrip in vormen} else ""

    open_now: KnelpuntQuerySet = Knelpunt.objects.visible_to(reader).open()
    if vorm:
        open_now = open_now.filter(begrippen__slug=vorm)
    bare = open_now.filter(~worked(reader))
    counted = _grid(open_now, bare)
    urls = register_urls(reader)
    base = urls.get(Registersoort.KNELPUNT, "")
    of_vorm = [("vorm", vorm)] if vorm else []
    still_open = [("status", value) for value in OPEN_STATUSSEN]
    rows = tuple(
        VlekRij(
            stap.term,
            tuple(
                Vlek(
                    *counted.get((stap.slug, fase.slug), (0, 0, 0)),
                    _url(base, urlencode([*still_open, ("barrierestap", stap.slug), ("fase", fase.slug), *of_vorm])),
                )
                for fase in fasen
            ),
        )
        for stap in terms.get(Schema.BARRIERESTAP, [])
    )
    placed = Pagina.begrippen.through.objects.filter(pagina=OuterRef("pk"))
    unplaced = open_now.filter(
        ~Exists(placed.filter(begrip__schema=Schema.BARRIERESTAP)) | ~Exists(placed.filter(begrip__schema=Schema.FASE))
    )
    unproven = Oplossing.objects.visible_to(reader).filter(~proven(reader))
    if vorm:
        unproven = unproven.filter(begrippen__slug=vorm)
    unproven = unproven.order_by("is_voorbeeld", "title", "pk")
    knelpunten_query = urlencode([*still_open, *of_vorm, ("wit", "ja")])
    oplossingen_query = urlencode([*of_vorm, ("wit", "ja")])
    return WitteVlekken(
        vormen=tuple(Keuze(begrip.slug, begrip.term, begrip.slug == vorm) for begrip in vormen),
        fasen=tuple(begrip.term for begrip in fasen),
        rijen=rows,
        knelpunten=knelpunt_rows(bare.order_by("is_voorbeeld", "title", "pk"), reader, SHOWN),
        knelpunten_aantal=bare.amount(),
        oplossingen=tuple(page_card(page, None) for page in slim(unproven, oplossing="")[:SHOWN]),
        oplossingen_aantal=unproven.amount(),
        niet_ingedeeld=unplaced.amount(),
        gekozen=vorm,
        knelpunten_url=_url(base, knelpunten_query),
        knelpunten_query=knelpunten_query,
        oplossingen_url=_url(urls.get(Registersoort.OPLOSSING, ""), oplossingen_query),
        oplossingen_query=oplossingen_query,
    )


def _grid(knelpunten: KnelpuntQuerySet, bare: KnelpuntQuerySet) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(barrièrestap, fase) -> how many of these Knelpunten, how many of the bare ones, and how many examples."""
    real = Q(pagina__is_voorbeeld=False)
    uncovered = Q(pagina__in=bare.real().order_by().values("pk"))
    rows = (
        Pagina.begrippen.through.objects.filter(
            Q(begrip__schema=Schema.BARRIERESTAP, pagina__begrippen__schema=Schema.FASE),
            pagina__in=knelpunten.order_by().values("pk"),
        )
        .values_list("begrip__slug", "pagina__begrippen__slug")
        .annotate(
            n=Count("pagina", distinct=True, filter=real),
            zonder=Count("pagina", distinct=True, filter=uncovered),
            voorbeelden=Count("pagina", distinct=True, filter=~real),
        )
    )
    return {(stap, fase): (n, without, examples) for stap, fase, n, without, examples in rows}


def _part(shown: Sized, all_there_are: Aantal) -> int:
    return len(shown) if all_there_are.alles > len(shown) else 0


def _url(base: str, query: str) -> str:
    return f"{base}?{query}" if base else ""
