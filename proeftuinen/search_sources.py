"""What search knows of the tracker: its documents, found through their relations too, and its facets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from portal import search_sources as portal_sources
from portal.choices import Resultaat, Schema
from portal.models import Begrip, Gemeente, Pagina
from portal.search_sources import page_document, reader_of_audience
from portal.visibility import OPENBAAR, page_restrictions, tokens_of
from search.facets import Facet
from search.types import Audience, SearchDocument

from .choices import KnelpuntStatus, Niveau, Stadium
from .models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Toepassing, Waarneming

RECORDS: tuple[type[Pagina], ...] = (Proeftuin, Knelpunt, Oplossing)
# A record that thousands of others touch is found by its own words; its context stays readable.
MOST_RELATED = 200
Pair = tuple[str, str]


class TrackerSource:
    """Proeftuin, Knelpunt and Oplossing. A Toepassing or Waarneming is found on the pages that it ties together."""

    name = "tracker"
    models: tuple[type[Model], ...] = (
        *RECORDS, Toepassing, Waarneming, KnelpuntStap, ProeftuinStap, Begrip, Gemeente, PageViewRestriction,
    )  # fmt: skip

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[Pair]:
        if isinstance(instance, RECORDS):
            own = (self.name, str(instance.translation_key))
            return {own} | self._pairs(Q(pk__in=_related_to([instance.pk]))) if instance.pk else {own}
        names = {
            Toepassing: ("knelpunt_id", "oplossing_id", "proeftuin_id"),
            Waarneming: ("knelpunt_id", "proeftuin_id"),
            KnelpuntStap: ("knelpunt_id",),
            ProeftuinStap: ("proeftuin_id",),
        }.get(type(instance), ())
        if names:
            pages = {getattr(instance, name) for name in names} | {(before or {}).get(name) for name in names}
            return self._pairs(Q(pk__in=[pk for pk in pages if pk]))
        if isinstance(instance, Begrip):
            return self._pairs(Q(begrippen=instance))
        if isinstance(instance, Gemeente):
            places = list(Proeftuin.objects.filter(gemeente=instance).values_list("pk", flat=True))
            return self._pairs(Q(pk__in=[*places, *_related_to(places)]))
        if isinstance(instance, PageViewRestriction):
            inside = list(_pages().filter(path__startswith=instance.page.path).values_list("pk", flat=True))
            return self._pairs(Q(pk__in=[*inside, *_related_to(inside)]))
        return set()

    def document(self, object_id: str) -> SearchDocument | None:
        page = _pages().filter(translation_key=object_id).first() if portal_sources._is_uuid(object_id) else None
        if page is None or not page.live:
            return None
        return _document(page.specific, self.name)

    def ids(self, after: str, limit: int) -> list[str]:
        pages = _pages().filter(live=True).order_by("translation_key")
        pages = pages.filter(translation_key__gt=after) if after else pages
        return [str(key) for key in pages.values_list("translation_key", flat=True)[:limit]]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        wanted = [object_id for object_id in ids if portal_sources._is_uuid(object_id)]
        pages = _pages().visible_to(reader_of_audience(audience)).filter(translation_key__in=wanted)
        return {str(key) for key in pages.values_list("translation_key", flat=True)}

    def _pairs(self, condition: Q) -> set[Pair]:
        keys = _pages().filter(condition).order_by().values_list("translation_key", flat=True)
        return {(self.name, str(key)) for key in keys}


def _pages() -> Any:
    types = ContentType.objects.get_for_models(*RECORDS).values()
    return Pagina.objects.filter(content_type__in=[ct.pk for ct in types])


def _related_to(pages: Collection[int]) -> set[int]:
    """The records that a Toepassing or a Waarneming ties to one of these."""
    tied = Q(knelpunt__in=pages) | Q(proeftuin__in=pages)
    found = {pk for row in Waarneming.objects.filter(tied).values_list("knelpunt", "proeftuin") for pk in row}
    rows = Toepassing.objects.filter(tied | Q(oplossing__in=pages)).values_list("knelpunt", "oplossing", "proeftuin")
    return found | {pk for row in rows for pk in row}


def _document(page: Pagina, source: str) -> SearchDocument:
    """The page's own document, with the words of what it is tied to."""
    restrictions = page_restrictions()
    readers = tokens_of(page, restrictions)

    def is_open(other: Pagina) -> bool:
        """Whether everybody who may find this page may know of the other: its words may then help to find this one."""
        tokens = tokens_of(other, restrictions)
        return other.live and (OPENBAAR in tokens or set(readers) <= set(tokens))

    toepassingen = [
        row
        for row in _toepassingen(page)
        if all(is_open(other) for other in (row.knelpunt, row.oplossing, row.proeftuin))
    ]
    places = [row.proeftuin for row in toepassingen]
    others = [p for row in toepassingen for p in (row.knelpunt, row.oplossing, row.proeftuin) if p.pk != page.pk]
    if isinstance(page, (Knelpunt, Proeftuin)):
        for seen in _waarnemingen(page):
            other = seen.proeftuin if isinstance(page, Knelpunt) else seen.knelpunt
            if is_open(other):
                others.append(other)
                places += [other] if isinstance(other, Proeftuin) else []
    document = page_document(page, source=source, readers=readers)
    facets = {**document.facets, **_facets(page, places, toepassingen)}
    meta = {**document.meta, **_meta(page, facets)}
    words = [document.context, *_words(page, others, places), *(row.toelichting for row in toepassingen)]
    body = " ".join([document.body, *_own_texts(page)])
    return page_document(
        page,
        source=source,
        readers=readers,
        facets=facets,
        meta=meta,
        body=body.strip(),
        context=" ".join(dict.fromkeys(word for word in words if word)),
    )


def _toepassingen(page: Pagina) -> Iterable[Toepassing]:
    rows = Toepassing.objects.filter(live=True).with_pages()
    return rows.filter(**{str(page._meta.model_name): page.pk}).order_by("-datum", "pk")[:MOST_RELATED]


def _waarnemingen(page: Pagina) -> Iterable[Waarneming]:
    rows = Waarneming.objects.select_related("knelpunt", "proeftuin__gemeente")
    return rows.filter(**{str(page._meta.model_name): page.pk})[:MOST_RELATED]


def _facets(
    page: Pagina, places: Iterable[Proeftuin], toepassingen: Iterable[Toepassing]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {"resultaat": {row.resultaat for row in toepassingen}}
    if not isinstance(page, Proeftuin):
        found["regio"] = {p.politieregio or (p.gemeente.politieregio if p.gemeente else "") for p in places}
        found["provincie"] = {p.gemeente.provincie for p in places if p.gemeente}
    if isinstance(page, Proeftuin):
        found["stadium"] = set(page.stappen.filter(is_huidig=True).values_list("stadium", flat=True))
    if isinstance(page, Knelpunt):
        step = page.stappen.filter(is_huidig=True).first()
        found["status"], found["niveau"] = ({step.status}, {step.niveau}) if step else (set(), set())
    return {name: tuple(sorted(values - {""})) for name, values in found.items() if values - {""}}


def _meta(page: Pagina, facets: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    if isinstance(page, Proeftuin):
        return {"status": str(Stadium(facets["stadium"][0]).label)} if "stadium" in facets else {}
    if isinstance(page, Knelpunt):
        return {"status": str(KnelpuntStatus(facets["status"][0]).label)} if "status" in facets else {}
    worked = [str(Resultaat(value).label) for value in facets.get("resultaat", ())]
    return {"resultaat": ", ".join(worked)} if worked else {}


def _words(page: Pagina, others: Iterable[Pagina], places: Iterable[Proeftuin]) -> list[str]:
    """Titles, places and kinds of exploitation of what the page is tied to."""
    places = list(places)
    terms = Begrip.objects.filter(
        paginas__in=[place.pk for place in places], schema__in=(Schema.VORM, Schema.SECTOR)
    ).distinct()
    return [
        *(other.title for other in others),
        *(str(place.gemeente) for place in places if place.gemeente),
        *(place.get_politieregio_display() for place in places if place.politieregio),
        *(begrip.term for begrip in terms),
    ]


def _own_texts(page: Pagina) -> list[str]:
    if isinstance(page, Proeftuin):
        return [
            *(f"{row.titel} {strip_tags(row.tekst)}" for row in page.voortgang.all()),
            *(row.naam for row in page.mijlpalen.all()),
            *(row.rol for row in page.partners.all()),
            *(row.tekst for row in page.overdrachtsvoorwaarden.all()),
            *page.stappen.values_list("reden", flat=True),
        ]
    return list(page.stappen.values_list("reden", flat=True)) if isinstance(page, Knelpunt) else []


def _labels(choices: Iterable[tuple[str, Any]]) -> Any:
    return lambda: {str(value): str(label).capitalize() for value, label in choices}


FACETS = (
    *portal_sources.FACETS,
    Facet("status", "status van het knelpunt", _labels(KnelpuntStatus.choices), order=23, ordered=True),
    Facet("niveau", "niveau", _labels(Niveau.choices), order=24, ordered=True),
    Facet("stadium", "stadium van de proeftuin", _labels(Stadium.choices), order=25, ordered=True),
)
