"""Named questions to one model each."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import TruncDate
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from . import visibility
from .following import onderwerpen
from .lists.aantallen import Aantal, counted, total

if TYPE_CHECKING:
    from .models import Begrip, Organisatie, Pagina, Wetsartikel, Wijziging


class MarkedQuerySet(models.QuerySet[Any]):
    """Rows of which some are invented: who counts, colours or ranks asks `real()`, or counts apart by `verzonnen`.

    `is_invented` says which, once for each model; what is invented never counts as real.
    """

    @classmethod
    def is_invented(cls) -> Q:
        """The condition under which a row is invented."""
        raise NotImplementedError(cls.__name__)

    def real(self) -> Any:
        """Without what is invented."""
        return self.filter(~self.is_invented())

    def invented(self) -> Any:
        """Only what is invented."""
        return self.filter(self.is_invented())

    def marked(self) -> Any:
        """Each row with `verzonnen`: whether it is invented."""
        invented = Case(When(self.is_invented(), then=True), default=False, output_field=BooleanField())
        return self.annotate(verzonnen=invented)

    def amount(self) -> Aantal:
        """How many; one query."""
        rows = self.marked().order_by().values_list(Value(0), "verzonnen").annotate(n=Count("pk"))
        return total(counted(rows).values())


class BegripQuerySet(models.QuerySet["Begrip"]):
    def active(self) -> BegripQuerySet:
        """What may be chosen and shown: not archived and not merged into another."""
        return self.filter(gearchiveerd=False, samengevoegd_met__isnull=True)

    def of_schema(self, schema: str) -> BegripQuerySet:
        """The terms of one scheme of the vocabulary."""
        return self.filter(schema=schema)


class PaginaQuerySet(MarkedQuerySet, PageQuerySet):
    @classmethod
    def is_invented(cls) -> Q:
        return Q(is_voorbeeld=True)

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
        """The pages that bear this term."""
        return self.filter(begrippen=begrip)

    def for_wetsartikel(self, artikel: Wetsartikel) -> PaginaQuerySet:
        """The pages that rest on this article of law."""
        return self.filter(wetsartikelen=artikel)

    def for_organisatie(self, organisatie: Organisatie) -> PaginaQuerySet:
        """The pages that name this organisation."""
        return self.filter(organisaties=organisatie)


def _page_models(soorten: tuple[str, ...]) -> list[type[Any]]:
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if model._meta.model_name in soorten]


PaginaManager = PageManager.from_queryset(PaginaQuerySet)


class AanbevelingQuerySet(MarkedQuerySet):
    @classmethod
    def is_invented(cls) -> Q:
        """Those of an invented Rapport, and so are their steps."""
        return visibility.invented_q("rapport")

    def visible_to(self, reader: visibility.Reader) -> AanbevelingQuerySet:
        """Aanbevelingen on the site, of a Rapport that `reader` may see."""
        return self.filter(visibility.record_q(reader, "rapport"))

    def published(self) -> AanbevelingQuerySet:
        """On the site now, whoever may see their Rapport."""
        return self.filter(visibility.live_q())


class WijzigingQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: visibility.Reader) -> WijzigingQuerySet:
        """Changes of which `reader` may see everything that they name: every page, and the record."""
        return self.filter(_told_q(reader))

    def marked_for(self, reader: visibility.Reader) -> WijzigingQuerySet:
        """Changes that `reader` may see, each with `verzonnen`: whether anything that it names is invented."""
        real = Case(When(_told_q(reader.real), then=False), default=True, output_field=BooleanField())
        return self.visible_to(reader).annotate(verzonnen=real)

    def with_labels(self, reader: visibility.Reader) -> list[Wijziging]:
        """These changes, which `reader` may see, each with `verzonnen` as in `marked_for` and `van`; one query more."""
        rows = list(self)
        real = Case(When(_told_q(reader.real), then=False), default=True, output_field=BooleanField())
        asked = self.model.objects.filter(pk__in=[row.pk for row in rows]).order_by()
        found = asked.annotate(_verzonnen=real, _van=onderwerpen.kind()).values_list("pk", "_verzonnen", "_van")
        known = {pk: rest for pk, *rest in found} if rows else {}
        for row in rows:
            row.verzonnen, row.van = known[row.pk]
        return rows

    def about(self, pagina: Pagina) -> WijzigingQuerySet:
        """Changes on this page, also those that another page shares with it."""
        shared = self.model.ook_op.through.objects.filter(wijziging=OuterRef("pk"), pagina=pagina.pk)
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
        """What changed at this moment or later."""
        return self.filter(moment__gte=moment)


def _told_q(reader: visibility.Reader) -> Q:
    pages: Any = apps.get_model("portal", "Pagina")
    others: Any = apps.get_model("portal", "Wijziging").ook_op.through.objects.filter(wijziging=OuterRef("pk"))
    hidden = others.exclude(pagina__in=pages.objects.visible_to(reader).values("pk"))
    return visibility.page_q(reader, "pagina__") & onderwerpen.told_q(reader) & ~Q(Exists(hidden))
