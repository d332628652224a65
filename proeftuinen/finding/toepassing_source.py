"""What search knows of a Toepassing itself: found by what happened, for who may see all that it ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, Q
from wagtail.models import PageViewRestriction

from portal.choices import Resultaat, Schema
from portal.finding.sources import UNKNOWN, reader_of_audience, uuids
from portal.models import Begrip, Gemeente, Pagina, Wijziging
from portal.visibility import anonymous, live_q, page_restrictions, tokens_of
from search.types import Audience, SearchDocument

from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, Toepassing
from ..querysets import ENDS
from ..selectors.rows import place_of, toepassing_row, with_ends

# Of these it takes the terms: what it is about. An Oplossing may be for much more.
ABOUT = ("knelpunt", "proeftuin")


class ToepassingSource:
    name = "toepassing"
    models: tuple[type[Model], ...] = (
        Toepassing, Knelpunt, Oplossing, Proeftuin, KnelpuntStap, Begrip, Gemeente, PageViewRestriction,
    )  # fmt: skip
    types: tuple[type[Model], ...] = (Toepassing,)

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        if isinstance(instance, Toepassing):
            return {(self.name, str(instance.uuid))}
        if isinstance(instance, KnelpuntStap):
            return self._keys(Q(pk=instance.toepassing_id)) if instance.toepassing_id else set()
        if isinstance(instance, (Knelpunt, Oplossing, Proeftuin)):
            return self._keys(Q(**{str(instance._meta.model_name): instance.pk})) if instance.pk else set()
        if isinstance(instance, Begrip):
            return self._keys(_any(ABOUT, "begrippen", instance.pk)) if instance.pk else set()
        if isinstance(instance, Gemeente):
            return self._keys(Q(proeftuin__gemeente=instance.pk))
        if isinstance(instance, PageViewRestriction):
            return self._keys(_any(ENDS, "path__startswith", instance.page.path))
        return set()

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        found = Toepassing.objects.published().filter(*(live_q(f"{name}__") for name in ENDS), uuid__in=uuids(ids))
        rows = list(with_ends(found, anonymous()))
        restrictions, terms, changed = page_restrictions(), _terms(rows), _changed(rows)
        return [self._document(row, restrictions, terms, changed.get(row.uuid)) for row in rows]

    def _document(
        self, row: Any, restrictions: list[PageViewRestriction], terms: Mapping[int, list[Begrip]], at: datetime | None
    ) -> SearchDocument:
        shown, place = toepassing_row(row, anonymous()), row.proeftuin.gemeente
        pages = [getattr(row, name) for name in ENDS]
        facets: dict[str, set[str]] = defaultdict(set)
        for begrip in (about := [begrip for page in pages for begrip in terms.get(page.pk, ())]):
            facets[begrip.schema].add(begrip.slug)
        facets["resultaat"] = {row.resultaat}
        facets["regio"] = {row.proeftuin.politieregio or (place.politieregio if place else "")} - {""}
        facets["provincie"] = {place.provincie} if place else set()
        meta = {
            "plaats": place_of(row.proeftuin),
            "resultaat": str(Resultaat(row.resultaat).label),
            "label": "Voorbeeld" if shown.is_voorbeeld else "",
        }
        ends = [page.expire_at for page in (row, *pages) if page.expire_at]
        return SearchDocument(
            source=self.name,
            object_id=str(row.uuid),
            kind="toepassing",
            title=shown.titel,
            url=shown.url,
            summary=row.toelichting,
            body=" ".join([row.bron, row.methode, *(effect.tekst for effect in shown.neveneffecten)]).strip(),
            context=" ".join(dict.fromkeys([*(begrip.term for begrip in about), str(place or "")])).strip(),
            facets={name: tuple(sorted(values)) for name, values in facets.items() if values},
            meta={name: value for name, value in meta.items() if value},
            readers=tokens_of(pages[0], restrictions, *pages[1:], invented=shown.is_voorbeeld),
            published=row.datum.begin,
            expires=min(ends, default=None),
            changed=at or row.first_published_at or UNKNOWN,
        )

    def ids(self, after: str, limit: int) -> list[str]:
        rows = Toepassing.objects.published().order_by("uuid")
        rows = rows.filter(uuid__gt=after) if after else rows
        return [str(key) for key in rows.values_list("uuid", flat=True)[:limit]]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        rows = Toepassing.objects.visible_to(reader_of_audience(audience)).filter(uuid__in=uuids(ids))
        return {str(key) for key in rows.order_by().values_list("uuid", flat=True)}

    def _keys(self, condition: Q) -> set[tuple[str, str]]:
        keys = Toepassing.objects.filter(condition).order_by().values_list("uuid", flat=True)
        return {(self.name, str(key)) for key in keys}


def _any(ends: Iterable[str], field: str, value: Any) -> Q:
    condition = Q()
    for name in ends:
        condition |= Q(**{f"{name}__{field}": value})
    return condition


def _terms(rows: Iterable[Any]) -> dict[int, list[Begrip]]:
    """Page -> its terms by which one can filter, of the pages that say what a Toepassing is about; one query."""
    keys = {getattr(row, f"{name}_id") for row in rows for name in ABOUT}
    links = Pagina.begrippen.through.objects.filter(pagina__in=keys).exclude(begrip__schema=Schema.ALGEMEEN)
    found: dict[int, list[Begrip]] = defaultdict(list)
    for link in links.select_related("begrip").order_by("begrip__volgorde", "begrip__term"):
        found[link.pagina_id].append(link.begrip)
    return found


def _changed(rows: Iterable[Any]) -> dict[UUID, datetime]:
    """Toepassing -> its newest change; one query."""
    told = Wijziging.objects.filter(onderwerp__in=[row.uuid for row in rows]).order_by()
    return dict(told.values_list("onderwerp").annotate(laatst=Max("moment")))
