"""How a step is appended, for everything that has a life of dated steps.

The owner has its steps as `stappen`, each with a `datum` and `is_huidig`; what else a step holds, and which rules it
knows beyond the order of its dates, its own service says.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from .choices import WijzigingSoort
from .datum import ONBEKEND, Datum, is_ahead, is_before
from .following.changes import TEXT_LENGTH, TITLE_LENGTH, shortened, tell
from .models import Wijziging

Errors = Mapping[str, str]
# The rules of one kind of step: from the owner as it is stored now and its last step (or None) to what is wrong.
Rules = Callable[[Any, Any], Errors]


class Appended(NamedTuple):
    """The step that was added, the one before it (or None), and their owner as it is stored now."""

    step: Any
    last: Any
    owner: Any


@transaction.atomic
def append_stap(
    owner: models.Model, *, datum: Datum | datetime.date, door: Any, rules: Rules, **values: Any
) -> Appended:
    """Add the next step of `owner` and make it the current one.

    Raises ValidationError by field: when the date lies ahead or before the last step, and what `rules` finds. Nothing
    is written then. Two editors take turns: the second sees the step of the first.
    """
    model: Any = type(owner)
    # What is live or merged is asked of the database, not of an object that may be old.
    fresh = model._base_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    last = fresh.stappen.order_by("pk").last()
    happened = Datum.of(datum) or ONBEKEND
    # A step of which the date is unknown tells of no order: the last one that is known does.
    known = [step.datum for step in fresh.stappen.order_by("pk") if step.datum]
    errors = {**_date_errors(happened, max(known, default=ONBEKEND)), **rules(fresh, last)}
    if errors:
        raise ValidationError(errors)
    fresh.stappen.filter(is_huidig=True).update(is_huidig=False)
    step = fresh.stappen.create(datum=happened, vastgelegd_door=door, is_huidig=True, **values)
    return Appended(step, last, fresh)


def tell_status(
    *, pagina_id: int, onderwerp: UUID, titel: str, moved: str, reden: str, datum: Datum | datetime.date | None = None
) -> Wijziging:
    """Tell a change of status on a page: what moved, when it happened if that was not today, and the public reason."""
    happened = Datum.of(datum)
    when = "" if not happened or happened == timezone.localdate() else f"Dat was {happened.op}. "
    return tell(
        soort=WijzigingSoort.STATUSWIJZIGING,
        titel=shortened(titel, TITLE_LENGTH),
        tekst=shortened(f"{moved} {when}{reden}".strip(), TEXT_LENGTH),
        pagina_id=pagina_id,
        onderwerp=onderwerp,
    )


def moved(before: str, after: str) -> str:
    """A move in words. `before` is "" for a first step."""
    return f"Van {before} naar {after}." if before and before != after else f"Nu: {after}."


def _date_errors(datum: Datum, last: Datum) -> Errors:
    """A date is as long as it is unsure: "2013" is not before March 2013."""
    if is_ahead(datum, timezone.localdate()):
        return {"datum": "Deze datum ligt in de toekomst. Leg een stap vast als zij gezet is."}
    if is_before(datum, last):
        return {
            "datum": f"Deze datum ligt vóór de laatste stap ({last.tekst}). "
            "Een verkeerde stap herstelt u met een nieuwe stap."
        }
    return {}
