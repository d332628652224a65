"""Named questions to one model of the tracker each."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.models import PageManager

from portal import visibility
from portal.choices import Bewijsgraad, GetoondBewijs
from portal.models import Aanbeveling
from portal.querysets import AanbevelingQuerySet, MarkedQuerySet, PaginaQuerySet

from . import choices

# The records that a Toepassing ties together.
ENDS = ("knelpunt", "oplossing", "proeftuin")


class ProeftuinQuerySet(PaginaQuerySet):
    def in_stadium(self, *stadia: str) -> ProeftuinQuerySet:
        """Those whose current step is one of these."""
        return self.filter(stappen__is_huidig=True, stappen__stadium__in=stadia)

    def active(self) -> ProeftuinQuerySet:
        """Those that go on now."""
        return self.in_stadium(*choices.ACTIEVE_STADIA)


class SamenvoegbaarQuerySet(PaginaQuerySet):
    def merged_for(self, reader: visibility.Reader) -> SamenvoegbaarQuerySet:
        """What was merged into another and is not closed to `reader` since: its life is told where it went."""
        return self.filter(samengevoegd_met__isnull=False).filter(visibility.open_q(reader))


class KnelpuntQuerySet(SamenvoegbaarQuerySet):
    def with_status(self, *statussen: str) -> KnelpuntQuerySet:
        """Those whose current step is one of these."""
        return self.filter(stappen__is_huidig=True, stappen__status__in=statussen)

    def open(self) -> KnelpuntQuerySet:
        """Those that still hinder somebody."""
        return self.with_status(*choices.OPEN_STATUSSEN)

    def resolved(self) -> KnelpuntQuerySet:
        """Those that hinder nobody any more."""
        return self.with_status(choices.KnelpuntStatus.OPGELOST)


class OplossingQuerySet(SamenvoegbaarQuerySet):
    pass


class TieQuerySet(MarkedQuerySet):
    """Rows that tie records together."""

    ends: tuple[str, ...] = ()

    @classmethod
    def is_invented(cls) -> models.Q:
        """Those with an invented end."""
        return visibility.invented_q(*cls.ends)

    def counting_for(self, end: str) -> Any:
        """Those that say something of their `end`: of a real record the real ones, of an invented record all."""
        return self.filter(self._counts_for(end))

    def telling_for(self, end: str) -> Any:
        """Each with `telt`: whether it says something of its `end`."""
        counts = models.When(self._counts_for(end), then=True)
        return self.annotate(telt=models.Case(counts, default=False, output_field=models.BooleanField()))

    def _counts_for(self, end: str) -> models.Q:
        return ~self.is_invented() | visibility.invented_q(end)


class WaarnemingQuerySet(TieQuerySet):
    ends = ("knelpunt", "proeftuin")


class ToepassingQuerySet(TieQuerySet):
    ends = ("knelpunt", "oplossing", "proeftuin")

    @classmethod
    def is_invented(cls) -> models.Q:
        """Those that say so, and those with an invented end."""
        return models.Q(is_voorbeeld=True) | super().is_invented()

    def visible_to(self, reader: visibility.Reader) -> ToepassingQuerySet:
        """Results on the site of which `reader` may see the knelpunt, the oplossing and the proeftuin."""
        rows = self.filter(visibility.record_q(reader, *self.ends))
        return rows.filter(is_voorbeeld=False) if reader.only_real else rows

    def published(self) -> ToepassingQuerySet:
        """On the site now, whoever may see the records that they tie."""
        return self.filter(visibility.live_q())

    def lasting(self) -> ToepassingQuerySet:
        """On the site until somebody takes them off: see `visibility.stays_open`."""
        return self.published().filter(expire_at__isnull=True)

    def with_bewijs(self) -> ToepassingQuerySet:
        """Each with `getoond`, a GetoondBewijs: its bewijsgraad when somebody named assessed it.

        An invented Organisatie assesses nothing that is real. `selectors.bewijs` says the same of an instance.
        """
        named = models.Q(beoordeeld_door__isnull=False, beoordeeld_op__gt="")
        assessed = named & (~visibility.invented_q("beoordeeld_door") | self.is_invented())
        untried = models.Q(bewijsgraad=Bewijsgraad.ONBEPROEFD)
        shown = models.Case(
            models.When(untried | assessed, then=models.F("bewijsgraad")),
            default=models.Value(GetoondBewijs.DOOR_INDIENER.value),
            output_field=models.CharField(),
        )
        return self.annotate(getoond=shown)

    def with_pages(self) -> ToepassingQuerySet:
        """With the three pages that each ties together, and the place, in the same query."""
        return self.select_related("knelpunt", "oplossing", "proeftuin__gemeente")


class KnelpuntStapQuerySet(models.QuerySet[Any]):
    def with_reden(self, reader: visibility.Reader) -> KnelpuntStapQuerySet:
        """Each step with `openbare_reden`: its reason, or "" when it names a Toepassing that `reader` may not see.

        That it was solved stays true; what was written about the Toepassing goes off the site with it.
        """
        named = self.model._meta.get_field("toepassing").related_model.objects.visible_to(reader)
        may_read = models.Q(toepassing__isnull=True) | models.Exists(named.filter(pk=models.OuterRef("toepassing")))
        return self.annotate(
            openbare_reden=models.Case(
                models.When(may_read, then="reden"), default=models.Value(""), output_field=models.TextField()
            )
        )


def aanbevelingen(reader: visibility.Reader) -> AanbevelingQuerySet:
    """The Aanbevelingen that `reader` may see, each with its current step as `huidig`."""
    rows: AanbevelingQuerySet = Aanbeveling.objects.visible_to(reader).annotate(
        huidig=models.FilteredRelation("stappen", condition=models.Q(stappen__is_huidig=True))
    )
    return rows


ProeftuinManager = PageManager.from_queryset(ProeftuinQuerySet)
KnelpuntManager = PageManager.from_queryset(KnelpuntQuerySet)
OplossingManager = PageManager.from_queryset(OplossingQuerySet)
