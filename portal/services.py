"""Writes that carry a rule, each in one transaction.

A broken rule is a ValidationError that names the field, so that a form, an import and a load report it alike.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator

from .choices import AanbevelingStatus, WijzigingSoort
from .models import Aanbeveling, AanbevelingStap, Wijziging

if TYPE_CHECKING:
    from .models import Gebruiker

TITLE_LENGTH = 255
TEXT_LENGTH = 600


@transaction.atomic
def add_aanbeveling_stap(
    aanbeveling: Aanbeveling,
    *,
    status: str,
    datum: datetime.date,
    toelichting: str = "",
    door: Gebruiker | None = None,
    announce: bool = True,
) -> AanbevelingStap:
    """Add the next step in the follow-up of an Aanbeveling, make it the current one and tell it on its Rapport.

    Raises ValidationError (by field) when the status is unknown, when the dates run back or ahead, or when nothing
    changes. Only what is published is told; `announce=False` tells nothing (a load brings its own history).
    """
    # Two editors take turns; and what is live is asked of the database, not of an object that may be old.
    fresh = Aanbeveling.objects.select_for_update(of=("self",)).select_related("rapport").get(pk=aanbeveling.pk)
    steps = AanbevelingStap.objects.filter(aanbeveling=aanbeveling)
    last = steps.order_by("datum", "pk").last()
    toelichting = toelichting.strip()
    errors: dict[str, str] = {}
    if datum > timezone.localdate():
        errors["datum"] = "Deze datum ligt in de toekomst. Leg een stap vast als zij gezet is."
    elif last and datum < last.datum:
        errors["datum"] = (
            f"Deze datum ligt vóór de laatste stap ({format_date(last.datum, 'j F Y')}). "
            "Een verkeerde stap herstelt u met een nieuwe stap."
        )
    if status not in AanbevelingStatus.values:
        errors["status"] = "Kies een status uit de lijst."
    elif last and last.status == status and not toelichting:
        errors["status"] = (
            f'De status is al "{last.get_status_display()}". Kies een andere, of schrijf in de toelichting wat er '
            "nieuw is."
        )
    if errors:
        raise ValidationError(errors)
    steps.filter(is_huidig=True).update(is_huidig=False)
    step = AanbevelingStap.objects.create(
        aanbeveling=aanbeveling,
        status=status,
        datum=datum,
        toelichting=toelichting,
        vastgelegd_door=door,
        is_huidig=True,
    )
    if announce and fresh.live and fresh.rapport.live:
        _tell(fresh, step, last)
    return step


def _tell(aanbeveling: Aanbeveling, step: AanbevelingStap, last: AanbevelingStap | None) -> None:
    now = step.get_status_display()
    told = f"Van {last.get_status_display()} naar {now}." if last and last.status != step.status else f"Nu: {now}."
    Wijziging.objects.create(
        soort=WijzigingSoort.STATUSWIJZIGING,
        titel=Truncator(f"Aanbeveling {aanbeveling.nummer} uit {aanbeveling.rapport.title}").chars(TITLE_LENGTH),
        tekst=Truncator(f"{told} {step.toelichting}".strip()).chars(TEXT_LENGTH),
        pagina_id=aanbeveling.rapport_id,
        onderwerp=aanbeveling.uuid,
    )
