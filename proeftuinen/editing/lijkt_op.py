"""Records whose title looks like the one that an editor types: the same knelpunt under two names counts for two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from rapidfuzz import fuzz, process, utils
from wagtail.permissions import page_permission_policy

from ..models import Knelpunt, Oplossing

KINDS: dict[str, Any] = {"knelpunt": Knelpunt, "oplossing": Oplossing}
# Shorter titles look like everything.
SHORTEST, LONGEST = 8, 255
SHOWN = 5
# Of 100: the share of the words that both titles have, in any order and with small differences.
ALIKE = 75


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A record with a title like the one that was typed; `status` says whether it is published."""

    title: str
    url: str
    status: str


def lookalikes(model: Any, title: str, user: Any, exclude: int | None = None) -> list[Lookalike]:
    """The records of `model` that look like `title`, the most alike first; only what `user` may find in the admin.

    One query, whatever there is: the titles are compared here, as no database of ours knows both spelling and order.
    """
    if len(title.strip()) < SHORTEST:
        return []
    pages = model.objects.filter(samengevoegd_met=None, pk__in=page_permission_policy.explorable_instances(user))
    rows = pages.exclude(pk=exclude).order_by().values_list("pk", "draft_title", "live")
    titles = {pk: (name, live) for pk, name, live in rows}
    found = process.extract(
        title[:LONGEST],
        {pk: name for pk, (name, _) in titles.items()},
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        limit=SHOWN,
    )
    return [
        Lookalike(name, reverse("wagtailadmin_pages:edit", args=[pk]), "gepubliceerd" if titles[pk][1] else "concept")
        for name, _, pk in found
    ]


@require_safe
def lijkt_op(request: HttpRequest, soort: str) -> JsonResponse:
    """What looks like ?titel=, leaving out the page that is being edited (?behalve=)."""
    model = KINDS.get(soort)
    if model is None:
        raise Http404
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    found = lookalikes(model, request.GET.get("titel", ""), request.user, _key(request.GET.get("behalve", "")))
    rows = [{"titel": row.title, "url": row.url, "status": row.status} for row in found]
    return JsonResponse({"melding": message(model, len(rows)), "gevonden": rows}, headers={"Cache-Control": "no-store"})


def message(model: Any, count: int) -> str:
    """How many look alike, in words; "" when none does."""
    if not count:
        return ""
    names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"{count} {names} {'lijkt' if count == 1 else 'lijken'} op deze titel. Bedoelt u hetzelfde?"


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None
