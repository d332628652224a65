"""What follows from tying a Praktijkvoorbeeld to the tracker: its rule, what is told, and what a merge moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from portal.choices import WijzigingSoort
from portal.following.changes import tell
from portal.models import Praktijkvoorbeeld, Wijziging
from portal.visibility import is_live

from ..models import Praktijkkoppeling, Toepassing
from .forms import TIES

Tie = tuple[str, int]


def check_praktijkkoppeling(praktijkvoorbeeld: Praktijkvoorbeeld, chosen: Mapping[str, Iterable[Any]]) -> None:
    """Raise ValidationError by field when what is real would be tied to what is invented."""
    made_up = set(Toepassing.objects.filter(pk__in=[row.pk for row in chosen.get("toepassingen", ())]).invented())
    errors = {}
    for field, records in chosen.items():
        for row in records:
            if (row.is_voorbeeld or row in made_up) != praktijkvoorbeeld.is_voorbeeld:
                own, other = ("verzonnen", "echt") if praktijkvoorbeeld.is_voorbeeld else ("echt", "verzonnen")
                errors[field] = f"“{row}” is {other} en dit praktijkvoorbeeld is {own}: die horen niet bij elkaar."
    if errors:
        raise ValidationError(errors)


def tied_to(koppeling: Praktijkkoppeling) -> set[Tie]:
    """What a Praktijkvoorbeeld is tied to, as (field, key)."""
    return {(name, pk) for name in TIES for pk in getattr(koppeling, name).values_list("pk", flat=True)}


def tell_koppeling(koppeling: Praktijkkoppeling, before: set[Tie]) -> list[Wijziging]:
    """Tell what is tied now and was not before, on both pages, of what is on the site.

    It names nothing: what is taken off the site later must not live on in the news.
    """
    page = koppeling.praktijkvoorbeeld
    if not is_live(page):
        return []
    added = [
        row for name in TIES for row in getattr(koppeling, name).all() if (name, row.pk) not in before and is_live(row)
    ]
    return [
        tell(
            ook_op=_pages_of(row),
            soort=WijzigingSoort.HERZIEN,
            titel=page.title,
            tekst=f"Dit praktijkvoorbeeld hoort bij een {row._meta.verbose_name} in het programma.",
            pagina_id=page.pk,
            onderwerp=page.translation_key,
        )
        for row in added
    ]


def _pages_of(row: Any) -> list[int]:
    return [row.proeftuin_id, row.knelpunt_id, row.oplossing_id] if isinstance(row, Toepassing) else [row.pk]


def move_koppelingen(source: Any, target: Any, among: Iterable[int] | None = None) -> list[int]:
    """Let the Praktijkvoorbeelden of `source` belong to `target`; returns the keys of what moved, for the way back."""
    name = str(source._meta.model_name)
    ties: Any = source.praktijkkoppelingen.through.objects
    links = ties.filter(**{f"{name}_id": source.pk})
    if among is not None:
        links = links.filter(praktijkkoppeling_id__in=list(among))
    known = ties.filter(**{f"{name}_id": target.pk}).values("praktijkkoppeling_id")
    moved = list(links.exclude(praktijkkoppeling_id__in=known).values_list("praktijkkoppeling_id", flat=True))
    links.filter(praktijkkoppeling_id__in=moved).update(**{f"{name}_id": target.pk})
    return moved
