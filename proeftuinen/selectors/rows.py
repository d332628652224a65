"""The small values that the read models of the tracker are made of, and how they are read from the models."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from portal.choices import Politieregio, Resultaat
from portal.datum import Datum, period
from portal.lists.aantallen import Aantal, amount
from portal.models import Pagina
from portal.visibility import Reader

from ..choices import KnelpuntStatus, Niveau, Stadium
from ..models import Knelpunt, KnelpuntStap, Proeftuin, ProeftuinStap, Register, Toepassing
from ..models.toepassing import name_of
from .bewijs import Bewijs, beoordelaar, bewijs_of
from .neveneffecten import NeveneffectRow, neveneffect_rows, neveneffecten, rows_of
from .parts import VOORBEELD as VOORBEELD
from .parts import Badge as Badge
from .parts import Ref as Ref
from .parts import ref as ref
from .parts import visible_ref as visible_ref

# Long texts that a row in a list never shows.
HEAVY = {
    "knelpunt": ("inhoud", "wie_gehinderd"),
    "oplossing": (
        *("inhoud", "rechtsgrond", "voorwaarden"),
        *("informatie", "interventie", "implementatie", "inzet", "impact"),
    ),
    "proeftuin": ("inhoud", "doel", "aanpak", "resultaten", "lessen", "neveneffecten", "reden_gestopt", "indicatoren"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What components/card.html and item.html show. `daarnaast` says what examples stand beside what `waarom` says."""

    url: str
    title: str
    soort: str
    soort_naam: str
    samenvatting: str
    badges: tuple[Badge, ...]
    datum: datetime.date | datetime.datetime | None = None
    datum_wat: str = "gewijzigd"
    plaats: str = ""
    organisatie: str = ""
    waarom: str = ""
    daarnaast: str = ""

    @property
    def is_voorbeeld(self) -> bool:
        return any(badge.kind == "voorbeeld" for badge in self.badges)


@dataclass(frozen=True, slots=True)
class KnelpuntRow:
    """A Knelpunt with its state; `gezien` (when) only where it stands beside a place."""

    ref: Ref
    samenvatting: str
    status: Badge | None
    niveau: str
    eigenaar: Ref | None
    sinds: Datum | None
    gezien: str = ""

    @property
    def is_voorbeeld(self) -> bool:
        return self.ref.is_voorbeeld


@dataclass(frozen=True, slots=True)
class ToepassingRow:
    """What happened when an Oplossing met a Knelpunt in a Proeftuin."""

    url: str
    anchor: str
    knelpunt: Ref
    oplossing: Ref
    proeftuin: Ref
    plaats: str
    resultaat: Badge
    bewijs: Bewijs
    datum: Datum
    toelichting: str
    bron: str
    bron_url: str
    neveneffecten: tuple[NeveneffectRow, ...]
    is_voorbeeld: bool

    @property
    def bewijsgraad(self) -> Badge:
        """As it is shown: what nobody assessed is the word of who sent it."""
        return self.bewijs.badge

    @property
    def titel(self) -> str:
        """What a Toepassing is called after the pages that it ties together."""
        return name_of(self.oplossing.title, self.knelpunt.title, self.proeftuin.title)


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline (components/tijdlijn.html and proeftuinen/components/verloop.html).

    `vastgelegd`: when it was recorded, said where the day on which it happened is not known.
    """

    datum: Datum
    titel: str = ""
    tekst: str = ""
    tekst_rijk: str = ""
    kind: str = ""
    label: str = ""
    duur: str = ""
    url: str = ""
    nu: bool = False
    straks: bool = False
    vastgelegd: datetime.date | None = None


def slim(rows: QuerySet[Any], **prefixes: str) -> QuerySet[Any]:
    """Leave out the long texts: `knelpunt="knelpunt__"` for a relation, `knelpunt=""` for the rows themselves."""
    return rows.defer(*(f"{prefix}{name}" for model, prefix in prefixes.items() for name in HEAVY[model]))


def place_of(proeftuin: Proeftuin) -> str:
    """The municipality, else the police region, else nothing. Needs `gemeente` selected."""
    if proeftuin.gemeente:
        return str(proeftuin.gemeente.naam)
    return f"Politieregio {Politieregio(proeftuin.politieregio).label}" if proeftuin.politieregio else ""


def status_badge(step: KnelpuntStap | None) -> Badge | None:
    """The label of a step of a Knelpunt; None without a step."""
    return Badge(step.status, KnelpuntStatus(step.status).label) if step else None


def stadium_badge(step: ProeftuinStap | None) -> Badge | None:
    """The label of a step of a Proeftuin; None without a step."""
    if step is None:
        return None
    # Beside a title "onbekend" alone does not say of what.
    label = Stadium(step.stadium).label
    return Badge(step.stadium, f"stadium {label}" if step.stadium == Stadium.ONBEKEND else label)


def with_knelpunt_stap(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Read the current step of each Knelpunt with it, and its owner; no query of its own."""
    return _with_current(rows).select_related("huidig__eigenaar").defer("huidig__eigenaar__inhoud")


def with_proeftuin_stap(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Read the current step of each Proeftuin with it; no query of its own."""
    return _with_current(rows).select_related("huidig")


def _with_current(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(huidig=FilteredRelation("stappen", condition=Q(stappen__is_huidig=True)))


def current(row: Any) -> Any:
    """The current step that was read with `row`, or None."""
    return getattr(row, "huidig", None)


def knelpunt_row(
    knelpunt: Knelpunt,
    step: KnelpuntStap | None,
    reader: Reader,
    seen: tuple[Datum, Datum] | None = None,
) -> KnelpuntRow:
    """A Knelpunt in a list; `seen` are the first and last day on which it was noticed."""
    return KnelpuntRow(
        ref=ref(knelpunt),
        samenvatting=knelpunt.samenvatting,
        status=status_badge(step),
        niveau=Niveau(step.niveau).label if step else "",
        eigenaar=visible_ref(step.eigenaar, reader) if step else None,
        sinds=step.datum if step else None,
        gezien=period(*seen) if seen else "",
    )


def counts_for(record: Pagina, row: Any) -> bool:
    """Whether this row says something of `record`: see `TieQuerySet.counting_for`. `row` has `is_voorbeeld`."""
    return record.is_voorbeeld or not row.is_voorbeeld


def amount_for(record: Pagina, rows: Iterable[Any]) -> Aantal:
    """How many rows say something of `record`, and how many examples stand beside them."""
    return amount(not counts_for(record, row) for row in rows)


def toepassing_row(toepassing: Toepassing, reader: Reader) -> ToepassingRow:
    """Needs `with_pages()`; what comes with the rows of a question, a preview reads from the instance."""
    pages = (toepassing.knelpunt, toepassing.oplossing, toepassing.proeftuin)
    is_voorbeeld = toepassing.is_voorbeeld or any(page.is_voorbeeld for page in pages)
    came_along = hasattr(toepassing, "x_neveneffecten")
    return ToepassingRow(
        url=toepassing.get_absolute_url(),
        anchor=f"toepassing-{toepassing.uuid}",
        knelpunt=ref(toepassing.knelpunt),
        oplossing=ref(toepassing.oplossing),
        proeftuin=ref(toepassing.proeftuin),
        plaats=place_of(toepassing.proeftuin),
        resultaat=Badge(toepassing.resultaat, Resultaat(toepassing.resultaat).label),
        bewijs=bewijs_of(toepassing, reader, is_voorbeeld),
        datum=toepassing.datum,
        toelichting=toepassing.toelichting,
        bron=toepassing.bron,
        bron_url=toepassing.bron_url,
        neveneffecten=neveneffect_rows(toepassing.x_neveneffecten) if came_along else rows_of(toepassing),
        is_voorbeeld=is_voorbeeld,
    )


def with_ends(toepassingen: QuerySet[Toepassing], reader: Reader) -> QuerySet[Toepassing]:
    """Read what each row shows with it: its pages, without their long texts, its side effects and who assessed it."""
    rows = toepassingen.select_related("knelpunt", "oplossing", "proeftuin__gemeente")
    rows = rows.annotate(x_neveneffecten=neveneffecten(), x_beoordelaar=beoordelaar(reader))
    return slim(rows, knelpunt="knelpunt__", oplossing="oplossing__", proeftuin="proeftuin__")


def toepassing_rows(toepassingen: QuerySet[Toepassing], reader: Reader) -> tuple[ToepassingRow, ...]:
    """The rows of a question; one query."""
    return tuple(toepassing_row(row, reader) for row in with_ends(toepassingen, reader))


def page_card(page: Pagina, badge: Badge | None, plaats: str = "", datum: Any = None, waarom: str = "") -> Card:
    """A page as a card, with the label of what is invented where it is so."""
    badges = (*((badge,) if badge else ()), *((VOORBEELD,) if page.is_voorbeeld else ()))
    return Card(
        url=page.url or "",
        title=page.title,
        soort=str(page._meta.model_name),
        soort_naam=str(page._meta.verbose_name),
        samenvatting=page.samenvatting,
        badges=badges,
        datum=datum,
        plaats=plaats,
        waarom=waarom,
    )


def register_urls(reader: Reader) -> dict[str, str]:
    """What it lists -> the address of its register, for those that this reader may see; one query."""
    registers = Register.objects.visible_to(reader).defer("inhoud")
    return {register.toont: register.url or "" for register in registers}
