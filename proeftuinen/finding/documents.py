"""What the records of the tracker tell search: their own words, and those of what they are tied to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.utils import timezone

from portal.choices import Schema
from portal.datum import Datum
from portal.finding.documents import PageBatch
from portal.models import Pagina
from portal.visibility import OPENBAAR, is_live
from search.types import SearchDocument

from ..bewijs.oordeel import Feit, oordeel, side_effects
from ..choices import KnelpuntStatus, Stadium
from ..models import Knelpunt, Oplossing, Proeftuin, Toepassing, Waarneming
from ..selectors.neveneffecten import NeveneffectRow, neveneffect_rows, neveneffecten

RECORDS: tuple[type[Pagina], ...] = (Proeftuin, Knelpunt, Oplossing)
# A record that thousands of others touch is found by its own words; its context stays readable.
MOST_RELATED = 200


@dataclass(frozen=True, slots=True)
class Tie:
    """A Toepassing or Waarneming: the records that it ties together, and of a Toepassing what came of it.

    `is_voorbeeld`: it says itself that it is invented. `getoond`: its GetoondBewijs.
    """

    pages: tuple[int, ...]
    proeftuin: int
    resultaat: str = ""
    toelichting: str = ""
    toepassing: int | None = None
    is_voorbeeld: bool = False
    getoond: str = ""
    beoordeeld_op: Datum | None = None
    neveneffecten: tuple[NeveneffectRow, ...] = ()

    @property
    def feit(self) -> Feit:
        """What this Toepassing adds to the verdict about its two pages."""
        bad, good = side_effects([row.aard for row in self.neveneffecten])
        return Feit(self.resultaat, self.getoond, self.beoordeeld_op, self.pages[0], self.proeftuin, True, bad, good)


Ties = Mapping[int, Sequence[Tie]]


class TrackerBatch:
    """Published records with all that their documents tell, read together."""

    def __init__(self, chosen: QuerySet[Any]) -> None:
        """`chosen`: pages of the types in RECORDS; those that are not published are left out."""
        self._own = PageBatch(chosen)
        keys = {model: [page.pk for page in self._own.pages if isinstance(page, model)] for model in RECORDS}
        self._toepassingen = _toepassingen(keys)
        self._waarnemingen = _waarnemingen(keys)
        both = (*self._toepassingen.values(), *self._waarnemingen.values())
        tied = {pk for ties in both for tie in ties for pk in tie.pages}
        self._others = Pagina.objects.only("title", "path", "live", "go_live_at", "expire_at", "is_voorbeeld").in_bulk(
            tied
        )
        self._tokens = {pk: set(self._own.tokens(page)) for pk, page in self._others.items()}
        places = Proeftuin.objects.filter(pk__in=tied).select_related("gemeente").only("politieregio", "gemeente")
        self._places: dict[int, Proeftuin] = {place.pk: place for place in places}
        self._terms = _terms(self._places)
        prefetch_related_objects([page for page in self._own.pages if isinstance(page, Knelpunt)], "stappen")

    def documents(self, source: str) -> Iterator[SearchDocument]:
        """The documents of the records, one by one."""
        return (self._document(page, source) for page in self._own.pages)

    def _document(self, page: Pagina, source: str) -> SearchDocument:
        own = self._own.document(page, source)
        tried = self._known(self._toepassingen.get(page.pk, ()), own.readers)
        # What is real knows nothing of what was invented; that of an invented page fails by its readers already.
        tried = [tie for tie in tried if page.is_voorbeeld or not tie.is_voorbeeld]
        seen = self._known(self._waarnemingen.get(page.pk, ()), own.readers)
        told = tried[:MOST_RELATED]
        others = [pk for tie in (*told, *seen) for pk in tie.pages if pk != page.pk]
        # What is seen in a Proeftuin is no other place of it.
        keys = [tie.proeftuin for tie in (told if isinstance(page, Proeftuin) else (*told, *seen))]
        places = [self._places[pk] for pk in dict.fromkeys(keys)]
        facets = {**own.facets, **_facets(page, places, tried)}
        words = [
            own.context,
            *(self._others[pk].title for pk in others),
            *(str(place.gemeente) for place in places if place.gemeente),
            *(place.get_politieregio_display() for place in places if place.politieregio),
            *(term for place in places for term in self._terms.get(place.pk, ())),
            *(tie.toelichting for tie in told),
            *(row.tekst for tie in told for row in tie.neveneffecten),
        ]
        return replace(
            own,
            facets=facets,
            meta={**own.meta, **_meta(page, facets, tried)},
            body=" ".join([own.body, *_reasons(page, {tie.toepassing for tie in tried})]).strip(),
            context=" ".join(dict.fromkeys(word for word in words if word)),
        )

    def _known(self, ties: Iterable[Tie], readers: Sequence[str]) -> list[Tie]:
        """Those of which everybody who may find the page may know: their words may then help to find it."""
        return [tie for tie in ties if all(self._is_open(pk, set(readers)) for pk in tie.pages)]

    def _is_open(self, pk: int, readers: set[str]) -> bool:
        # What only the clock may close is not for the text of another record: nothing would take it out in time.
        lasting = is_live(self._others[pk]) and self._others[pk].expire_at is None
        return lasting and (OPENBAAR in self._tokens[pk] or readers <= self._tokens[pk])


def _toepassingen(keys: Mapping[type[Pagina], Sequence[int]]) -> Ties:
    found: dict[int, list[Tie]] = defaultdict(list)
    for model, wanted in keys.items():
        role = f"{model._meta.model_name}_id"
        # The verdict over an Oplossing counts all of them.
        most = None if model is Oplossing else MOST_RELATED
        rows = _first(
            Toepassing.objects.lasting().with_bewijs().annotate(bijzaak=neveneffecten()), role, "datum", wanted, most
        )
        names = ("resultaat", "toelichting", "pk", "is_voorbeeld", "getoond", "beoordeeld_op")
        for row in rows.values("knelpunt_id", "oplossing_id", "proeftuin_id", "bijzaak", *names):
            pages = row["knelpunt_id"], row["oplossing_id"], row["proeftuin_id"]
            told = (*(row[name] for name in names), neveneffect_rows(row["bijzaak"]))
            found[row[role]].append(Tie(pages, row["proeftuin_id"], *told))
    return found


def _waarnemingen(keys: Mapping[type[Pagina], Sequence[int]]) -> Ties:
    found: dict[int, list[Tie]] = defaultdict(list)
    for model in (Knelpunt, Proeftuin):
        role = f"{model._meta.model_name}_id"
        rows = _first(Waarneming.objects.all(), role, "laatst_gezien", keys[model], MOST_RELATED)
        for row in rows.values("knelpunt_id", "proeftuin_id"):
            found[row[role]].append(Tie((row["knelpunt_id"], row["proeftuin_id"]), row["proeftuin_id"]))
    return found


def _first(rows: QuerySet[Any], role: str, moment: str, wanted: Sequence[int], most: int | None) -> QuerySet[Any]:
    """The latest so many rows of each of the wanted records, or all of them."""
    if not wanted:
        return rows.none()
    place = Window(RowNumber(), partition_by=[F(role)], order_by=[F(moment).desc(), F("pk").asc()])
    ranked = rows.filter(**{f"{role}__in": wanted}).annotate(place=place)
    return (ranked.filter(place__lte=most) if most else ranked).order_by(role, "place")


def _terms(places: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Proeftuin -> the kinds of exploitation and the sectors that it is about."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Pagina.begrippen.through.objects.filter(
        pagina__in=list(places), begrip__schema__in=(Schema.VORM, Schema.SECTOR)
    )
    for pk, term in rows.order_by("begrip__volgorde", "begrip__term").values_list("pagina", "begrip__term"):
        found[pk].append(term)
    return found


def _facets(page: Pagina, places: Iterable[Proeftuin], tried: Iterable[Tie]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {"resultaat": {tie.resultaat for tie in tried}}
    if not isinstance(page, Proeftuin):
        found["regio"] = {p.politieregio or (p.gemeente.politieregio if p.gemeente else "") for p in places}
        found["provincie"] = {p.gemeente.provincie for p in places if p.gemeente}
    if isinstance(page, (Proeftuin, Knelpunt)) and (step := next((s for s in page.stappen.all() if s.is_huidig), None)):
        names = ("stadium",) if isinstance(page, Proeftuin) else ("status", "niveau")
        found.update({name: {getattr(step, name)} for name in names})
    return {name: tuple(sorted(values - {""})) for name, values in found.items() if values - {""}}


def _meta(page: Pagina, facets: Mapping[str, tuple[str, ...]], tried: Sequence[Tie]) -> dict[str, str]:
    if isinstance(page, Proeftuin):
        return {"status": str(Stadium(facets["stadium"][0]).label)} if "stadium" in facets else {}
    if isinstance(page, Knelpunt):
        return {"status": str(KnelpuntStatus(facets["status"][0]).label)} if "status" in facets else {}
    if not tried:
        return {}
    verdict = oordeel((tie.feit for tie in tried), timezone.localdate())
    return {"status": str(verdict.uitspraak.label), "bewijs": str(verdict.kracht.label), "waarom": verdict.samenvatting}


def _reasons(page: Pagina, tried: Set[int | None]) -> list[str]:
    """Why a Knelpunt took its steps. `tried`: Toepassingen of which everybody who finds the page may know.

    A step that names another says nothing.
    """
    if not isinstance(page, Knelpunt):
        return []
    return [step.reden for step in page.stappen.all() if step.toepassing_id is None or step.toepassing_id in tried]
