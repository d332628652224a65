"""What search knows of the portal: its documents, its vocabulary and its facets."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, Q
from django.utils.html import strip_tags
from wagtail.models import Collection as FileCollection
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from search.facets import Facet
from search.source import Term
from search.types import Audience, SearchDocument

from .. import models
from ..choices import Schema, TermSoort
from ..lists.labels import begrip_labels
from ..soorten import by_name, labels, names, page_types
from ..visibility import Reader, anonymous, live_q, may_see, page_restrictions, stays_open, tokens_of
from .documents import PageBatch, named_in
from .facets import PAGE_FACETS

# When nobody knows when something changed: older than all that is known.
UNKNOWN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def reader_of_audience(audience: Audience) -> Reader:
    """The reader on whose behalf search asks; who is not logged in when it names none."""
    return audience.reader if isinstance(audience.reader, Reader) else anonymous()


def visible_pages(audience: Audience, ids: Collection[str]) -> set[str]:
    """Those of these pages that the audience may see now.

    Every search asks this. The rows are judged here: making the query for it took longer than the database did.
    """
    reader = reader_of_audience(audience)
    found = models.Pagina.objects.filter(translation_key__in=uuids(ids)).order_by()
    columns = ("translation_key", "live", "go_live_at", "expire_at", "path", "is_voorbeeld")
    rows: Any = found.values_list(*columns, named=True)
    return {str(row.translation_key) for row in rows if may_see(reader, row)}


class PaginaSource:
    """Every page type of the portal that holds content."""

    name = "pagina"
    models: tuple[type[Model], ...] = (
        models.Pagina, models.Bijlage, models.Begrip, models.Wetsartikel, models.Bestand, FileCollection,
        PageViewRestriction, CollectionViewRestriction,
    )  # fmt: skip
    visible_ids = staticmethod(visible_pages)

    @property
    def soorten(self) -> tuple[str, ...]:
        """The names of its page types; those of another package have a source of their own."""
        return names(found_in="portal")

    @property
    def types(self) -> tuple[type[Model], ...]:
        """The models of which a saved instance may change what is found here."""
        return tuple(by_name()[name][0] for name in self.soorten)

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        if (attached := attached_to(instance)) is not None:
            return self._keys(models.Pagina.objects.filter(attached))
        if isinstance(instance, models.Begrip):
            return self._keys(models.Pagina.objects.filter(begrippen=instance))
        if isinstance(instance, models.Wetsartikel):
            return self._keys(models.Pagina.objects.for_wetsartikel(instance))
        if isinstance(instance, PageViewRestriction):
            below = Q(path__startswith=instance.page.path)
            return self._keys(models.Pagina.objects.filter(below | naming(organisations(instance))))
        if isinstance(instance, models.Pagina):
            own = {(self.name, str(instance.translation_key))} if instance.soort in self.soorten else set()
            return own | self._keys(naming_pages(instance))
        return set()

    def _keys(self, pages: Any) -> set[tuple[str, str]]:
        keys = pages.of_soort(*self.soorten).values_list("translation_key", flat=True)
        return {(self.name, str(key)) for key in keys}

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        return PageBatch(self._pages().filter(translation_key__in=uuids(ids))).documents(self.name)

    def ids(self, after: str, limit: int) -> list[str]:
        pages = self._pages().published().order_by("translation_key")
        if after:
            pages = pages.filter(translation_key__gt=after)
        return [str(key) for key in pages.values_list("translation_key", flat=True)[:limit]]

    def _pages(self) -> Any:
        return models.Pagina.objects.of_soort(*self.soorten)


class BegripSource:
    """The glossary."""

    name = "begrip"
    told = ("alternatieven", "wetsartikelen")
    models: tuple[type[Model], ...] = (models.Begrip, models.AlternatieveTerm, models.Wetsartikel)
    types = models[:1]

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        if isinstance(instance, models.Wetsartikel):
            rows = models.Begrip.objects.filter(wetsartikelen=instance)
            return {(self.name, str(key)) for key in rows.order_by().values_list("uuid", flat=True)}
        begrip = instance.begrip if isinstance(instance, models.AlternatieveTerm) else instance
        return {(self.name, str(begrip.uuid))} if isinstance(begrip, models.Begrip) else set()

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        rows = models.Begrip.objects.active().filter(uuid__in=uuids(ids)).select_related("latest_revision")
        for begrip in rows.defer("latest_revision__content").prefetch_related(*self.told):
            revision = begrip.latest_revision
            yield SearchDocument(
                source=self.name,
                object_id=str(begrip.uuid),
                kind="begrip",
                title=str(begrip),
                url=begrip.get_absolute_url(),
                summary=begrip.definitie,
                body=strip_tags(begrip.toelichting),
                context=" ".join(map(str, [*begrip.alternatieven.all(), *begrip.wetsartikelen.all()])),
                changed=revision.created_at if revision else UNKNOWN,
            )

    def ids(self, after: str, limit: int) -> list[str]:
        rows = models.Begrip.objects.active().order_by("uuid")
        rows = rows.filter(uuid__gt=after) if after else rows
        return [str(key) for key in rows.values_list("uuid", flat=True)[:limit]]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        rows = models.Begrip.objects.active().filter(uuid__in=uuids(ids))
        return {str(key) for key in rows.values_list("uuid", flat=True)}


class AanbevelingSource:
    """Recommendations; who may see the Rapport may see them."""

    name = "aanbeveling"
    models: tuple[type[Model], ...] = (
        models.Aanbeveling, models.AanbevelingStap, models.Rapport, models.Organisatie, PageViewRestriction,
    )  # fmt: skip
    types = models[:1]

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        if isinstance(instance, models.AanbevelingStap):
            instance = instance.aanbeveling
        if isinstance(instance, models.Aanbeveling):
            return {(self.name, str(instance.uuid))}
        rows = models.Aanbeveling.objects.all()
        if isinstance(instance, models.Rapport):
            rows = rows.filter(rapport=instance.pk)
        elif isinstance(instance, models.Organisatie):
            rows = rows.filter(gegeven_door=instance.pk)
        elif isinstance(instance, PageViewRestriction):
            path = instance.page.path
            rows = rows.filter(Q(rapport__path__startswith=path) | Q(gegeven_door__path__startswith=path))
        else:
            return set()
        return {(self.name, str(key)) for key in rows.values_list("uuid", flat=True)}

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        rows = models.Aanbeveling.objects.published().filter(live_q("rapport__"), uuid__in=uuids(ids))
        rows = rows.select_related("rapport", "gegeven_door").defer("rapport__inhoud", "gegeven_door__inhoud")
        steps = models.AanbevelingStap.objects.order_by("pk")
        everybody, restrictions = anonymous(), page_restrictions()
        for row in rows.prefetch_related(Prefetch("stappen", steps, to_attr="gezet")):
            yield self._document(row, everybody, tokens_of(row.rapport, restrictions))

    def _document(self, row: Any, everybody: Reader, readers: tuple[str, ...]) -> SearchDocument:
        giver, steps = row.gegeven_door, row.gezet
        current = next((step for step in steps if step.is_huidig), None)
        meta = {
            "organisatie": giver.title if giver and stays_open(named_in(row.rapport, everybody), giver) else "",
            "status": current.get_status_display() if current else "",
            "label": "Voorbeeld" if row.rapport.is_voorbeeld else "",
        }
        return SearchDocument(
            source=self.name,
            object_id=str(row.uuid),
            kind="aanbeveling",
            title=f"Aanbeveling {row.nummer}: {row.rapport.title}",
            url=f"{row.rapport.get_url() or '/'}#aanbeveling-{row.nummer}",
            summary=row.tekst,
            body=" ".join(filter(None, (row.reactie, *(step.toelichting for step in steps)))),
            meta={key: value for key, value in meta.items() if value},
            readers=readers,
            published=row.rapport.versiedatum.begin if row.rapport.versiedatum else None,
            expires=min(filter(None, (row.expire_at, row.rapport.expire_at)), default=None),
            changed=current.vastgelegd_op if current else row.first_published_at or UNKNOWN,
        )

    def ids(self, after: str, limit: int) -> list[str]:
        rows = models.Aanbeveling.objects.published().order_by("uuid")
        rows = rows.filter(uuid__gt=after) if after else rows
        return [str(key) for key in rows.values_list("uuid", flat=True)[:limit]]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        rows = models.Aanbeveling.objects.visible_to(reader_of_audience(audience)).filter(uuid__in=uuids(ids))
        return {str(key) for key in rows.order_by().values_list("uuid", flat=True)}


class BegripVocabulary:
    """The vocabulary as search terms: synonyms, former names and abbreviations."""

    models: tuple[type[Model], ...] = (models.Begrip, models.AlternatieveTerm)

    def terms(self) -> Iterable[Term]:
        rows = models.Begrip.objects.filter(gearchiveerd=False).select_related("breder", "samengevoegd_met")
        for begrip in rows.prefetch_related("alternatieven"):
            others = list(begrip.alternatieven.all())
            yield Term(
                label=begrip.term,
                alternatives=tuple(o.term for o in others if o.soort != TermSoort.AFKORTING),
                acronyms=tuple(
                    dict.fromkeys(
                        [*filter(None, [begrip.afkorting]), *(o.term for o in others if o.soort == TermSoort.AFKORTING)]
                    )
                ),
                broader=(begrip.breder.term,) if begrip.breder else (),
                url=(begrip.samengevoegd_met or begrip).get_absolute_url(),
            )


def attached_to(instance: Model) -> Q | None:
    """The pages to which a file is attached that this is, holds or closes; None when it is nothing of the kind."""
    if isinstance(instance, models.Bijlage):
        return Q(pk=instance.pagina_id)
    if isinstance(instance, models.Bestand):
        return Q(bijlagen__document=instance)
    if isinstance(instance, FileCollection | CollectionViewRestriction):
        # A collection that moves takes the privacy of its new place; it is saved just before.
        collection = instance if isinstance(instance, FileCollection) else instance.collection
        return Q(bijlagen__document__collection__path__startswith=collection.path)
    return None


def organisations(restriction: PageViewRestriction) -> Any:
    """The organisations that a restriction opens or closes."""
    return models.Organisatie.objects.filter(path__startswith=restriction.page.path).values("pk")


def naming(organisaties: Any) -> Q:
    """The pages that name one of these: their documents hold a name as long as all may see the Organisatie."""
    issuers = [model._meta.model_name for model in page_types("portal") if hasattr(model, "uitgever")]
    named = Q(pk__in=models.Pagina.organisaties.through.objects.filter(organisatie__in=organisaties).values("pagina"))
    for issued in issuers:
        named |= Q(**{f"{issued}__uitgever__in": organisaties})
    return named


def naming_pages(page: models.Pagina) -> Any:
    """The pages that name this one, which they do of an Organisatie only."""
    if not isinstance(page, models.Organisatie) or page.pk is None:
        return models.Pagina.objects.none()
    return models.Pagina.objects.filter(naming([page.pk]))


def uuids(values: Iterable[str]) -> list[UUID]:
    """Those that are a uuid: anything else is the id of nothing."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _begrip_labels(schema: str) -> Any:
    return lambda: begrip_labels()[schema]


FACETS = (
    Facet("soort", "soort", labels, order=0),
    *(
        Facet(schema.value, str(schema.label), _begrip_labels(schema.value), order=10 + i)
        for i, schema in enumerate(s for s in Schema if s is not Schema.ALGEMEEN)
    ),
    *(own.facet for own in PAGE_FACETS),
)
