"""Who assessed a Toepassing: the rules that an assessment keeps."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.choices import Bewijsgraad
from portal.datum import is_ahead
from portal.visibility import is_invented

from ..models import ProeftuinPartner, Toepassing


def errors_of(toepassing: Toepassing) -> dict[str, str]:
    """By field what is wrong with the assessment of this Toepassing: evidence has a maker, or none is claimed."""
    errors: dict[str, str] = {}
    if toepassing.beoordeeld_op and is_ahead(toepassing.beoordeeld_op, timezone.localdate()):
        errors["beoordeeld_op"] = "Deze datum ligt in de toekomst."
    if not toepassing.beoordeeld_door_id:
        if toepassing.beoordeeld_op is not None or toepassing.methode:
            errors["beoordeeld_door"] = "Kies wie dit heeft beoordeeld, of maak de datum en de methode leeg."
        return errors
    if not toepassing.beoordeeld_op:
        errors["beoordeeld_op"] = "Vul in wanneer het is beoordeeld, desnoods alleen het jaar: bewijs veroudert."
    if not toepassing.methode.strip():
        errors["methode"] = "Schrijf hoe het is beoordeeld."
    if not (toepassing.bron.strip() or toepassing.bron_url):
        errors["bron"] = "Noem de bron waarin de beoordeling te lezen is."
    if toepassing.bewijsgraad == Bewijsgraad.ONBEPROEFD:
        errors["bewijsgraad"] = "Dit is beoordeeld: kies wat voor evaluatie het was."
    if reason := _not_by(toepassing):
        errors["beoordeeld_door"] = reason
    return errors


def _not_by(toepassing: Toepassing) -> str:
    """Why this Organisatie may not be the one that assessed it; "" when it may."""
    by: Any = toepassing.beoordeeld_door
    ends = [
        getattr(toepassing, end) for end in ("knelpunt", "oplossing", "proeftuin") if getattr(toepassing, f"{end}_id")
    ]
    is_voorbeeld = toepassing.is_voorbeeld or any(is_invented(page) for page in ends)
    if by.is_voorbeeld and not is_voorbeeld:
        return f"“{by.title}” is een verzonnen voorbeeld: die beoordeelt geen echt resultaat."
    if toepassing.bewijsgraad != Bewijsgraad.ONAFHANKELIJK_GEEVALUEERD or not toepassing.proeftuin_id:
        return ""
    partners = ProeftuinPartner.objects.filter(proeftuin=toepassing.proeftuin_id)
    if partners.filter(organisatie=by.pk).exists():
        return f"“{by.title}” is partner van deze proeftuin. Kies een ander, of kies “lokaal geëvalueerd”."
    return ""
