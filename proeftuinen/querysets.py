"""Named questions to one model of the tracker each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page, PageManager

from portal import visibility
from portal.models import Aanbeveling
from portal.querysets import PaginaQuerySet

from . import choices


class ProeftuinQuerySet(PaginaQuerySet):
    def in_stadium(self, *stadia: str) -> ProeftuinQuerySet:
        return self.filter(stappen__is_huidig=True, stappen__stadium__in=stadia)

    def active(self) -> ProeftuinQuerySet:
        return self.in_stadium(*choices.ACTIEVE_STADIA)


class KnelpuntQuerySet(PaginaQuerySet):
    def with_status(self, *statussen: str) -> KnelpuntQuerySet:
        return self.filter(stappen__is_huidig=True, stappen__status__in=statussen)

    def open(self) -> KnelpuntQuerySet:
        return self.with_status(*choices.OPEN_STATUSSEN)

    def resolved(self) -> KnelpuntQuerySet:
        return self.with_status(choices.KnelpuntStatus.OPGELOST)


class OplossingQuerySet(PaginaQuerySet):
    pass


class ToepassingQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: visibility.Reader) -> ToepassingQuerySet:
        """Published results of which `reader` may see the knelpunt, the oplossing and the proeftuin.

        Each page is asked for by its key: a join would pass the table of its type and that of Pagina on the way, and
        with nine tables PostgreSQL plans longer than it works.
        """
        pages = Page.objects.filter(visibility.page_q(reader)).order_by()
        seen = (
            models.Exists(pages.filter(pk=models.OuterRef(name))) for name in ("knelpunt", "oplossing", "proeftuin")
        )
        return self.filter(*seen, live=True)

    def with_pages(self) -> ToepassingQuerySet:
        return self.select_related("knelpunt", "oplossing", "proeftuin__gemeente")


def aanbevelingen(reader: visibility.Reader) -> models.QuerySet[Any]:
    """The published Aanbevelingen of Rapporten that `reader` may see, each with its current step as `huidig`."""
    now = timezone.now()
    not_over = models.Q(expire_at__isnull=True) | models.Q(expire_at__gt=now)
    return Aanbeveling.objects.filter(not_over, visibility.page_q(reader, "rapport__"), live=True).annotate(
        huidig=models.FilteredRelation("stappen", condition=models.Q(stappen__is_huidig=True))
    )


ProeftuinManager = PageManager.from_queryset(ProeftuinQuerySet)
KnelpuntManager = PageManager.from_queryset(KnelpuntQuerySet)
OplossingManager = PageManager.from_queryset(OplossingQuerySet)
