"""The step that a row tells of: added once, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from portal.importing.guards import too_long
from portal.importing.names import NotFound
from portal.models import Aanbeveling
from portal.services import add_aanbeveling_stap
from portal.visibility import is_live

from .. import services
from ..choices import Niveau
from ..models import Knelpunt, Proeftuin
from .cells import NOTHING, read_choice, read_date, read_text, same
from .changing import Work

# The column that says what the step is; beside it the field of the step that holds it, and the columns that go with it.
STEPS: dict[type[Any], tuple[str, str, tuple[str, ...]]] = {
    Proeftuin: ("stadium", "stadium", ("datum", "reden")),
    Knelpunt: ("status", "status", ("datum", "reden", "niveau", "eigenaar")),
    Aanbeveling: ("opvolging", "status", ("datum", "toelichting")),
}
AT_ONCE = (
    "Een stap staat meteen op de site, ook als de import concepten maakt. Kies publiceren, of haal de stap uit het "
    "bestand."
)


def add_step(page: Any, values: Mapping[str, str], work: Work, *, new: bool) -> bool:
    """Add the step of this row unless it is there; whether it was added. Raises ValidationError by column."""
    if type(page) not in STEPS:
        return False
    column, field, beside = STEPS[type(page)]
    if not values.get(column):
        if alone := next((name for name in beside if values.get(name)), ""):
            raise ValidationError({alone: f'Hierbij hoort een stap: vul ook de kolom "{column}" in.'})
        return False
    wanted = _read(page, values, work)
    steps = list(page.stappen.order_by("pk"))
    # With a date it may be any step that was ever taken, without one it is the current one.
    among = steps if "datum" in wanted else [step for step in steps if step.is_huidig]
    if any(all(same(getattr(step, name), value) for name, value in wanted.items()) for step in among):
        return False
    if "datum" not in wanted:
        raise ValidationError({"datum": "Vul in van wanneer deze stap is."})
    if not work.publish and not new and is_live(page):
        raise ValidationError({column: AT_ONCE})
    _check(page, wanted)
    _append(page, field, wanted, next((step for step in steps if step.is_huidig), None), work)
    return True


def _read(page: Any, values: Mapping[str, str], work: Work) -> dict[str, Any]:
    """Field of the step -> value, of the filled cells."""
    column, field, beside = STEPS[type(page)]
    choices: Any = page.stappen.model._meta.get_field(field).choices
    readings: dict[str, tuple[str, Callable[[str], object]]] = {
        column: (field, lambda cell: read_choice(cell, choices)),
        "datum": ("datum", read_date),
        "reden": ("reden", read_text),
        "toelichting": ("toelichting", read_text),
        "niveau": ("niveau", lambda cell: read_choice(cell, Niveau.choices)),
        "eigenaar": ("eigenaar", lambda cell: None if cell == NOTHING else work.organisatie(cell)),
    }
    wanted, errors = {}, {}
    for name in (column, *beside):
        if cell := values.get(name):
            told, reading = readings[name]
            try:
                wanted[told] = reading(cell)
            except (ValueError, NotFound) as error:
                errors[name] = [str(error)]
    if errors:
        raise ValidationError(errors)
    return {name: value for name, value in wanted.items() if not (name == "datum" and value is None)}


def _check(page: Any, wanted: Mapping[str, Any]) -> None:
    """The length that the form of a step holds its words to."""
    if errors := too_long(page.stappen.model(**wanted)):
        raise ValidationError({name: [reason] for name, reason in errors.items()})


def _append(page: Any, field: str, wanted: Mapping[str, Any], last: Any, work: Work) -> None:
    if not isinstance(page, Knelpunt):
        add: Any = add_aanbeveling_stap if isinstance(page, Aanbeveling) else services.add_proeftuin_stap
        add(page, **wanted, door=work.user)
        return
    common = {"datum": wanted["datum"], "reden": wanted.get("reden", ""), "door": work.user}
    # Who must act, and where, stays as it was until a row says otherwise.
    niveau = wanted.get("niveau") or (last.niveau if last else Niveau.LOKAAL)
    owner = wanted.get("eigenaar", last.eigenaar if last else None)
    services.add_knelpunt_stap(page, status=wanted[field], niveau=niveau, eigenaar=owner, **common)
