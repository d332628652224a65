"""What a Toepassing said on a day in the past: the publication that stood on the site then.

Who may see the Toepassing now may see what it said; what it named then is shown only as far as they may see that now.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from portal.visibility import Reader

from ..models import Knelpunt, Oplossing, Proeftuin, Toepassing
from ..querysets import ToepassingQuerySet
from .rows import ToepassingRow, toepassing_row

ON, OFF = ("wagtail.publish", "wagtail.publish.scheduled"), ("wagtail.unpublish", "wagtail.unpublish.scheduled")
NOT_YET = "Deze toepassing stond toen nog niet op het portaal."
NOT_THEN = "Deze toepassing stond die dag niet op het portaal."
NOT_KEPT = "Wat er die dag stond, is niet bewaard."
NOT_FOR_YOU = "De versie van die dag kunnen wij niet tonen: zij noemt iets dat nu niet openbaar is."
PAGES: dict[str, Any] = {"knelpunt": Knelpunt, "oplossing": Oplossing, "proeftuin": Proeftuin}


@dataclass(frozen=True, slots=True)
class Versie:
    """What it said, or why that is not shown."""

    rij: ToepassingRow | None
    melding: str = ""


def versie_op(toepassing: Toepassing, einde: datetime.datetime, reader: Reader) -> Versie:
    """What stood on the site just before `einde`. `toepassing` comes from `with_pages()`, and `reader` may see it.

    Two queries, and one for each page that it named then and names no longer.
    """
    first, last = toepassing.first_published_at, toepassing.last_published_at
    if first and first >= einde:
        return Versie(None, NOT_YET)
    if last and last < einde:
        # Whoever sees it now sees what stands there since.
        return Versie(toepassing_row(toepassing, reader))
    entry = _last_entry(toepassing, einde)
    if entry is None:
        return Versie(None, NOT_KEPT)
    if entry.action in OFF:
        return Versie(None, NOT_THEN)
    if entry.revision is None:
        return Versie(None, NOT_KEPT)
    # Not `as_object`: that fails on a page that was deleted since.
    then = Toepassing.from_serializable_data(entry.revision.content, check_fks=False)
    if then.expire_at and then.expire_at < einde:
        return Versie(None, NOT_THEN)
    if not _completed(then, toepassing, reader):
        return Versie(None, NOT_FOR_YOU)
    return Versie(toepassing_row(then, reader))


def results_at(rows: ToepassingQuerySet, einde: datetime.datetime) -> Iterator[tuple[str, bool, int]]:
    """(resultaat, whether it is invented, 1) of those that were published again since, as each stood before `einde`.

    Two queries, and no more to read than what changed since.
    """
    changed = rows.marked().filter(first_published_at__lt=einde, last_published_at__gte=einde)
    invented = {str(pk): made_up for pk, made_up in changed.values_list("pk", "verzonnen")}
    entries = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Toepassing),
            object_id__in=invented,
            action__in=(*ON, *OFF),
            timestamp__lt=einde,
        )
        .order_by("timestamp", "pk")
        .values_list("object_id", "action", "revision__content__resultaat")
    )
    for pk, (action, result) in {key: (action, result) for key, action, result in entries}.items():
        if action in ON and result:
            yield result, invented[pk], 1


def _last_entry(toepassing: Toepassing, einde: datetime.datetime) -> Any:
    rows = registry.get_logs_for_instance(toepassing).filter(action__in=(*ON, *OFF), timestamp__lt=einde)
    return rows.select_related("revision").order_by("-timestamp", "-pk").first()


def _completed(then: Toepassing, now: Toepassing, reader: Reader) -> bool:
    """Give it the pages that it named, as they are called now; False when `reader` may not see it."""
    if then.is_voorbeeld and reader.only_real:
        return False
    # What turned out to be invented says so in every version.
    then.uuid, then.is_voorbeeld = now.uuid, then.is_voorbeeld or now.is_voorbeeld
    for name, model in PAGES.items():
        key = getattr(then, f"{name}_id")
        page = getattr(now, name)
        if key != page.pk:
            related = ("gemeente",) if model is Proeftuin else ()
            page = model.objects.visible_to(reader).select_related(*related).filter(pk=key).first()
        if page is None:
            return False
        setattr(then, name, page)
    return True
