"""The Toepassingen that Praktijkvoorbeelden tell of: they say whether it worked, in every list and in search."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model, Q, QuerySet
from wagtail.models import PageViewRestriction

from portal.models import Pagina, Praktijkvoorbeeld
from portal.visibility import Reader

from ..models import Knelpunt, Oplossing, Praktijkkoppeling, Proeftuin, Toepassing
from ..querysets import ENDS, ToepassingQuerySet

# The source of the portal that holds the documents of Praktijkvoorbeelden.
SOURCE = "pagina"


def outcomes(reader: Reader, lasting: bool) -> QuerySet[Any]:
    """For `portal.lists.uitkomsten`: a row for each Praktijkvoorbeeld and Toepassing that belong together.

    Of a real Praktijkvoorbeeld nothing is said by what was invented.
    """
    rows = Toepassing.objects.visible_to(reader).with_bewijs().filter(praktijkkoppelingen__isnull=False)
    if lasting:
        rows = rows.lasting().filter(**{f"{end}__expire_at__isnull": True for end in ENDS})
    tied = rows.annotate(
        voorbeeld=F("praktijkkoppelingen__praktijkvoorbeeld"),
        verzonnen_voorbeeld=F("praktijkkoppelingen__praktijkvoorbeeld__is_voorbeeld"),
    )
    return tied.filter(~ToepassingQuerySet.is_invented() | Q(verzonnen_voorbeeld=True))


def examples_of(instance: Model) -> set[tuple[str, str]]:
    """The Praktijkvoorbeelden of which this may change whether it worked, as documents of search."""
    if instance.pk is None:
        return set()
    if isinstance(instance, Praktijkkoppeling):
        return _pairs(Praktijkvoorbeeld.objects.filter(pk=instance.praktijkvoorbeeld_id))
    if isinstance(instance, Toepassing):
        tied = Q(pk=instance.pk)
    elif isinstance(instance, (Knelpunt, Oplossing, Proeftuin)):
        tied = Q(**{str(instance._meta.model_name): instance.pk})
    elif isinstance(instance, PageViewRestriction):
        tied = Q()
        for end in ENDS:
            tied |= Q(**{f"{end}__path__startswith": instance.page.path})
    else:
        return set()
    rows = Toepassing.objects.filter(tied).order_by()
    through = Praktijkkoppeling.toepassingen.through.objects.filter(toepassing__in=rows.values("pk"))
    return _pairs(Praktijkvoorbeeld.objects.filter(koppeling__in=through.values("praktijkkoppeling")))


def _pairs(pages: QuerySet[Pagina]) -> set[tuple[str, str]]:
    return {(SOURCE, str(key)) for key in pages.order_by().values_list("translation_key", flat=True)}
