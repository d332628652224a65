"""The step that a row tells of: added once, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from portal.importing.guards import too_long
from portal.importing.names import NotFound
from portal.visibility import is_live

from .. import services
from ..choices import Niveau
from ..models import Knelpunt, Proeftuin
from .cells import NOTHING, read_choice, read_date, read_text, same
from .changing import Work

BESIDE = ("datum", "reden", "niveau", "eigenaar")
AT_ONCE = (
    "Een stap staat meteen op de site, ook als de import concepten maakt. Kies publiceren, of haal de stap uit het "
    "bestand."
)


def add_step(page: Any, values: Mapping[str, str], work: Work, *, new: bool) -> bool:
    """Add the step of this row unless it is there; whether it was added. Raises ValidationError by column."""
    column = "stadium" if isinstance(page, Proeftuin) else "status" if isinstance(page, Knelpunt) else ""
    if not column:
        return False
    if not values.get(column):
        if beside := next((name for name in BESIDE if values.get(name)), ""):
            raise ValidationError({beside: f'Hierbij hoort een stap: vul ook de kolom "{column}" in.'})
        return False
    wanted = _read(page, column, values, work)
    steps = list(page.stappen.order_by("pk"))
    # With a date it may be any step that was ever taken, without one it is the current one.
    among = steps if "datum" in wanted else [step for step in steps if step.is_huidig]
    if any(all(same(getattr(step, name), value) for name, value in wanted.items()) for step in among):
        return False
    if "datum" not in wanted:
        raise ValidationError({"datum": "Vul in van wanneer deze stap is."})
    if not work.publish and not new and is_live(page):
        raise ValidationError({column: AT_ONCE})
    _check(page, column, wanted)
    _append(page, column, wanted, next((step for step in steps if step.is_huidig), None), work)
    return True


def _read(page: Any, column: str, values: Mapping[str, str], work: Work) -> dict[str, Any]:
    """Field of the step -> value, of the filled cells."""
    choices: Any = page.stappen.model._meta.get_field(column).choices
    readings = {
        column: (column, lambda cell: read_choice(cell, choices)),
        "datum": ("datum", read_date),
        "reden": ("reden", read_text),
        "niveau": ("niveau", lambda cell: read_choice(cell, Niveau.choices)),
        "eigenaar": ("eigenaar", lambda cell: None if cell == NOTHING else work.organisatie(cell)),
    }
    wanted, errors = {}, {}
    for name, (field, reading) in readings.items():
        if cell := values.get(name):
            try:
                wanted[field] = reading(cell)
            except (ValueError, NotFound) as error:
                errors[name] = [str(error)]
    if errors:
        raise ValidationError(errors)
    return {name: value for name, value in wanted.items() if not (name == "datum" and value is None)}


def _check(page: Any, column: str, wanted: Mapping[str, Any]) -> None:
    """The length that the form of a step holds its reason to."""
    if errors := too_long(page.stappen.model(**{column: wanted[column], "reden": wanted.get("reden", "")})):
        raise ValidationError({name: [reason] for name, reason in errors.items()})


def _append(page: Any, column: str, wanted: Mapping[str, Any], last: Any, work: Work) -> None:
    common = {"datum": wanted["datum"], "reden": wanted.get("reden", ""), "door": work.user}
    if column == "stadium":
        services.add_proeftuin_stap(page, stadium=wanted[column], **common)
        return
    # Who must act, and where, stays as it was until a row says otherwise.
    niveau = wanted.get("niveau") or (last.niveau if last else Niveau.LOKAAL)
    owner = wanted.get("eigenaar", last.eigenaar if last else None)
    services.add_knelpunt_stap(page, status=wanted[column], niveau=niveau, eigenaar=owner, **common)
