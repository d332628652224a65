"""What search knows of the tracker: its documents, found through their relations too, and its facets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.text import capfirst
from wagtail.models import Collection as FileCollection
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from portal.finding import sources as portal_sources
from portal.finding.sources import attached_to, naming, organisations, uuids, visible_pages
from portal.models import Begrip, Bestand, Bijlage, Gemeente, Organisatie, Pagina, Wetsartikel
from search.facets import Facet
from search.types import SearchDocument

from ..bewijs.praktijk import examples_of
from ..choices import KnelpuntStatus, Niveau, Stadium
from ..models import KnelpuntStap, Neveneffect, Praktijkkoppeling, Proeftuin, ProeftuinStap, Toepassing, Waarneming
from .documents import RECORDS, TrackerBatch

Pair = tuple[str, str]


class TrackerSource:
    """Proeftuin, Knelpunt and Oplossing; a Toepassing or Waarneming also helps to find the pages that it ties."""

    name = "tracker"
    models: tuple[type[Model], ...] = (
        *RECORDS, Toepassing, Neveneffect, Waarneming, KnelpuntStap, ProeftuinStap, Begrip, Gemeente,
        PageViewRestriction, Wetsartikel, Organisatie, Bijlage, Bestand, FileCollection, CollectionViewRestriction,
        Praktijkkoppeling,
    )  # fmt: skip
    types: tuple[type[Model], ...] = RECORDS
    visible_ids = staticmethod(visible_pages)

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[Pair]:
        return self._affected(instance, before) | examples_of(instance)

    def _affected(self, instance: Model, before: Mapping[str, object] | None) -> set[Pair]:
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
        if isinstance(instance, Neveneffect):
            return self._affected(instance.toepassing, None)
        if (attached := attached_to(instance)) is not None:
            return self._pairs(attached)
        if isinstance(instance, Begrip):
            return self._pairs(Q(begrippen=instance))
        if isinstance(instance, Wetsartikel):
            return self._pairs(Q(wetsartikelen=instance))
        if isinstance(instance, Gemeente):
            places = list(Proeftuin.objects.filter(gemeente=instance).values_list("pk", flat=True))
            return self._pairs(Q(pk__in=[*places, *_related_to(places)]))
        if isinstance(instance, Organisatie):
            return self._pairs(naming([instance.pk]) | Q(pk__in=_assessed_by(instance))) if instance.pk else set()
        if isinstance(instance, PageViewRestriction):
            inside = list(_pages().filter(path__startswith=instance.page.path).values_list("pk", flat=True))
            return self._pairs(Q(pk__in=[*inside, *_related_to(inside)]) | naming(organisations(instance)))
        return set()

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        return TrackerBatch(_pages().filter(translation_key__in=uuids(ids))).documents(self.name)

    def ids(self, after: str, limit: int) -> list[str]:
        pages = _pages().published().order_by("translation_key")
        pages = pages.filter(translation_key__gt=after) if after else pages
        return [str(key) for key in pages.values_list("translation_key", flat=True)[:limit]]

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


def _assessed_by(organisatie: Organisatie) -> set[int]:
    """The Oplossingen for which it established something: that it was invented would take the evidence away."""
    return set(Toepassing.objects.filter(beoordeeld_door=organisatie).values_list("oplossing", flat=True))


def _labels(choices: Iterable[tuple[str, Any]]) -> Any:
    return lambda: {str(value): capfirst(label) for value, label in choices}


FACETS = (
    *portal_sources.FACETS,
    Facet("status", "status van het knelpunt", _labels(KnelpuntStatus.choices), order=23, ordered=True),
    Facet("niveau", "niveau", _labels(Niveau.choices), order=24, ordered=True),
    Facet("stadium", "stadium van de proeftuin", _labels(Stadium.choices), order=25, ordered=True),
)
