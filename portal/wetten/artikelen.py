"""What rests on an article of the law: to show it, and to have it looked at again when the law changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from ..models import Begrip, Pagina, Wetsartikel

if TYPE_CHECKING:
    from ..models import Gebruiker
    from ..querysets import BegripQuerySet, PaginaQuerySet

LOG_ACTION = "portal.toetsen"


class Toetsing(NamedTuple):
    """What one editor may put under review and is not: pages, those of them that cite it in a draft only, and terms."""

    paginas: PaginaQuerySet
    in_concept: frozenset[int]
    begrippen: BegripQuerySet

    @property
    def aantal(self) -> int:
        """How many texts rest on the article, pages and terms together."""
        return self.paginas.count() + self.begrippen.count()


def to_review(artikel: Wetsartikel, door: Gebruiker, today: datetime.date | None = None) -> Toetsing:
    """What rests on it, that this editor may change, and that is not under review already."""
    today = today or timezone.localdate()
    resting = Pagina.objects.for_wetsartikel(artikel)
    cited = {pk: until for pk, until in _drafts(artikel) if not resting.filter(pk=pk).exists()}
    drafts = frozenset(pk for pk, until in cited.items() if not until or until > today.isoformat())
    due = Q(toetsen_voor=None) | Q(toetsen_voor__gt=today)
    mine = page_permission_policy.instances_user_has_permission_for(door, "change").order_by().values("pk")
    pages = Pagina.objects.filter(Q(pk__in=resting.filter(due).order_by().values("pk")) | Q(pk__in=drafts))
    terms = Begrip.objects.active().filter(due, wetsartikelen=artikel)
    if not door.has_perm("portal.change_begrip"):
        terms = terms.none()
    return Toetsing(pages.filter(pk__in=mine).order_by("pk"), drafts, terms.order_by("term"))


def _drafts(artikel: Wetsartikel) -> Iterator[tuple[int, str]]:
    """Pages whose draft cites it: (page, date of review in that draft). What is on the site may not, or not yet."""
    rows = Pagina.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False).order_by("pk")
    found = rows.values_list("pk", "latest_revision__content__wetsartikelen", "latest_revision__content__toetsen_voor")
    for pk, cited, until in found.iterator():
        if artikel.pk in (cited or ()):
            yield pk, until or ""


@transaction.atomic
def review_all(artikel: Wetsartikel, *, door: Gebruiker) -> int:
    """Put all that rests on this article under review from today; returns how much was not yet.

    What waits as a draft stays a draft, and keeps the date when it is published later. Readers see the date; nothing
    was changed in the text, so nothing is told in the feeds.
    """
    today = timezone.localdate()
    found = to_review(artikel, door, today)
    pages, begrippen = list(found.paginas.specific()), list(found.begrippen)
    for page in pages:
        _put_under_review(page, artikel, today, door, in_draft=page.pk in found.in_concept)
    for begrip in begrippen:
        begrip.toetsen_voor = today
        begrip.save()
        log(begrip, LOG_ACTION, user=door, revision=begrip.save_revision(user=door), data={"wetsartikel": str(artikel)})
    return len(pages) + len(begrippen)


def _put_under_review(
    page: Any, artikel: Wetsartikel, today: datetime.date, door: Gebruiker, *, in_draft: bool
) -> None:
    """`in_draft`: only its draft rests on the law, so the page on the site keeps its own date."""
    draft = page.get_latest_revision_as_object()
    draft.toetsen_voor = today
    # Neither the draft nor the page is more finished than before.
    revision = draft.save_revision(user=door, changed=False, clean=False)
    if not in_draft:
        Pagina.objects.filter(pk=page.pk).update(toetsen_voor=today)
    if not page.has_unpublished_changes and page.live_revision_id:
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
    for planned in Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False):
        planned.content["toetsen_voor"] = today.isoformat()
        Revision.objects.filter(pk=planned.pk).update(content=planned.content)
    log(page, LOG_ACTION, user=door, revision=revision, data={"wetsartikel": str(artikel)})
