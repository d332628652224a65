"""What rests on an article of the law: to show it, and to have it looked at again when the law changes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from ..models import Pagina, Wetsartikel

if TYPE_CHECKING:
    from ..models import Gebruiker
    from ..querysets import PaginaQuerySet

LOG_ACTION = "portal.toetsen"


def to_review(artikel: Wetsartikel, door: Gebruiker, today: datetime.date | None = None) -> PaginaQuerySet:
    """The pages that rest on it, that this editor may change, and that are not under review already."""
    today = today or timezone.localdate()
    mine = page_permission_policy.instances_user_has_permission_for(door, "change")
    resting = Pagina.objects.for_wetsartikel(artikel).filter(pk__in=mine.order_by().values("pk"))
    return resting.filter(Q(toetsen_voor=None) | Q(toetsen_voor__gt=today)).order_by("pk")


@transaction.atomic
def review_all(artikel: Wetsartikel, *, door: Gebruiker) -> int:
    """Put every page that rests on this article under review from today; returns how many were not yet.

    What waits as a draft stays a draft, and keeps the date when it is published later. Readers see the date; nothing
    was changed in the text, so nothing is told in the feeds.
    """
    today = timezone.localdate()
    pages = list(to_review(artikel, door, today).specific())
    for page in pages:
        _put_under_review(page, artikel, today, door)
    return len(pages)


def _put_under_review(page: Any, artikel: Wetsartikel, today: datetime.date, door: Gebruiker) -> None:
    draft = page.get_latest_revision_as_object()
    draft.toetsen_voor = today
    # Neither the draft nor the page is more finished than before.
    revision = draft.save_revision(user=door, changed=False, clean=False)
    Pagina.objects.filter(pk=page.pk).update(toetsen_voor=today)
    if not page.has_unpublished_changes and page.live_revision_id:
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
    for planned in Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False):
        planned.content["toetsen_voor"] = today.isoformat()
        Revision.objects.filter(pk=planned.pk).update(content=planned.content)
    log(page, LOG_ACTION, user=door, revision=revision, data={"wetsartikel": str(artikel)})
