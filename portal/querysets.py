"""Named questions to one model each."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from . import onderwerpen, visibility

if TYPE_CHECKING:
    from .models import Begrip, Organisatie, Pagina


class BegripQuerySet(models.QuerySet["Begrip"]):
    def active(self) -> BegripQuerySet:
        """What may be chosen and shown: not archived and not merged into another."""
        return self.filter(gearchiveerd=False, samengevoegd_met__isnull=True)

    def of_schema(self, schema: str) -> BegripQuerySet:
        return self.filter(schema=schema)


class PaginaQuerySet(PageQuerySet):
    def visible_to(self, reader: visibility.Reader) -> PaginaQuerySet:
        """Pages that `reader` may see now."""
        return self.filter(visibility.page_q(reader))

    def published(self) -> PaginaQuerySet:
        """On the site now, whoever may see them."""
        return self.filter(visibility.live_q())

    def of_soort(self, *soorten: str) -> PaginaQuerySet:
        """Pages of these types, by their `soort`."""
        wanted = [ct.pk for ct in ContentType.objects.get_for_models(*_page_models(soorten)).values()]
        return self.filter(content_type__in=wanted)

    def for_begrip(self, begrip: Begrip) -> PaginaQuerySet:
        return self.filter(begrippen=begrip)

    def for_organisatie(self, organisatie: Organisatie) -> PaginaQuerySet:
        return self.filter(organisaties=organisatie)


def _page_models(soorten: tuple[str, ...]) -> list[type[Any]]:
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if model._meta.model_name in soorten]


PaginaManager = PageManager.from_queryset(PaginaQuerySet)


class AanbevelingQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: visibility.Reader) -> AanbevelingQuerySet:
        """Aanbevelingen on the site, of a Rapport that `reader` may see."""
        return self.filter(visibility.record_q(reader, "rapport"))

    def published(self) -> AanbevelingQuerySet:
        """On the site now, whoever may see their Rapport."""
        return self.filter(visibility.live_q())


class WijzigingQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: visibility.Reader) -> WijzigingQuerySet:
        """Changes of which `reader` may see everything that they name: every page, and the record."""
        from .models import Pagina, Wijziging

        others = Wijziging.ook_op.through.objects.filter(wijziging=OuterRef("pk"))
        hidden = others.exclude(pagina__in=Pagina.objects.visible_to(reader).values("pk"))
        return self.filter(visibility.page_q(reader, "pagina__"), onderwerpen.told_q(reader)).filter(~Exists(hidden))

    def about(self, pagina: Pagina) -> WijzigingQuerySet:
        """Changes on this page, also those that another page shares with it."""
        from .models import Wijziging

        shared = Wijziging.ook_op.through.objects.filter(wijziging=OuterRef("pk"), pagina=pagina.pk)
        return self.filter(models.Q(pagina=pagina.pk) | Exists(shared))

    def heads(self, *, per_day: bool, per_import: bool = True) -> WijzigingQuerySet:
        """Of each import only the newest change; with `per_day` also of each page on each day: a line each.

        What is left out is asked for each row by its import or its page, so that the first fifty cost no look at all.
        """
        newer = self.order_by().filter(pk__gt=OuterRef("pk"))
        rows = self.filter(~Exists(newer.filter(partij=OuterRef("partij")))) if per_import else self
        if not per_day:
            return rows
        dag = TruncDate("moment")
        same = newer.annotate(dag=dag).filter(pagina=OuterRef("pagina"), dag=OuterRef("dag"))
        return rows.annotate(dag=dag).filter(Q(partij__isnull=False) | ~Exists(same.filter(partij__isnull=True)))

    def since(self, moment: datetime.datetime) -> WijzigingQuerySet:
        return self.filter(moment__gte=moment)
