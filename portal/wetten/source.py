"""Search finds an article of the law by its number, its short and long name and its former names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Model

from search.types import Audience, SearchDocument

from ..finding.sources import UNKNOWN, uuids
from ..models import Wetsartikel


class WetsartikelSource:
    """The law is public: everybody may find every article."""

    name = "wetsartikel"
    models: tuple[type[Model], ...] = (Wetsartikel,)

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        return {(self.name, str(instance.uuid))} if isinstance(instance, Wetsartikel) else set()

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        rows = Wetsartikel.objects.filter(uuid__in=uuids(ids)).select_related("latest_revision")
        for row in rows.defer("latest_revision__content"):
            yield SearchDocument(
                source=self.name,
                object_id=str(row.uuid),
                kind="wetsartikel",
                title=f"{row.naam[:1].upper()}{row.naam[1:]}",
                url=row.get_absolute_url(),
                summary=row.opmerking or row.regeling,
                body=row.regeling,
                context=" ".join([f"{row.artikel} {row.citeertitel}", row.nummer, *row.andere_namen]),
                changed=row.latest_revision.created_at if row.latest_revision else UNKNOWN,
            )

    def ids(self, after: str, limit: int) -> list[str]:
        rows = Wetsartikel.objects.order_by("uuid")
        rows = rows.filter(uuid__gt=after) if after else rows
        return [str(key) for key in rows.values_list("uuid", flat=True)[:limit]]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        return {str(key) for key in Wetsartikel.objects.filter(uuid__in=uuids(ids)).values_list("uuid", flat=True)}
