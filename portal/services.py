"""Writes that carry a rule, each in one transaction.

A broken rule is a ValidationError that names the field, so that a form, an import and a load report it alike.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .choices import AanbevelingStatus
from .datum import Datum
from .following.changes import aanbeveling_title
from .models import Aanbeveling, AanbevelingStap
from .stappen import Errors, append_stap, moved, tell_status
from .visibility import is_live

if TYPE_CHECKING:
    from .models import Gebruiker


@transaction.atomic
def add_aanbeveling_stap(
    aanbeveling: Aanbeveling,
    *,
    status: str,
    datum: Datum | datetime.date,
    toelichting: str = "",
    door: Gebruiker | None = None,
    announce: bool = True,
) -> AanbevelingStap:
    """Add the next step in the follow-up of an Aanbeveling, make it the current one and tell it on its Rapport.

    Raises ValidationError (by field) when the status is unknown, when the dates run back or ahead, or when nothing
    changes. Only what is published is told; `announce=False` tells nothing (a load brings its own history).
    """
    toelichting = toelichting.strip()

    def rules(fresh: Aanbeveling, last: AanbevelingStap | None) -> Errors:
        if status not in AanbevelingStatus.values:
            return {"status": "Kies een status uit de lijst."}
        if last and last.status == status and not toelichting:
            return {
                "status": f'De status is al "{last.get_status_display()}". Kies een andere, of schrijf in de '
                "toelichting wat er nieuw is."
            }
        return {}

    step, last, fresh = append_stap(
        aanbeveling, datum=datum, door=door, rules=rules, status=status, toelichting=toelichting
    )
    if announce and is_live(fresh) and is_live(fresh.rapport):
        tell_status(
            pagina_id=fresh.rapport_id,
            onderwerp=fresh.uuid,
            titel=aanbeveling_title(fresh, fresh.rapport),
            moved=moved(last.get_status_display() if last else "", step.get_status_display()),
            reden=step.toelichting,
            datum=datum,
        )
    return step
