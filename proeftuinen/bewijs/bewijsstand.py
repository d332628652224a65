"""Tells that the evidence for an Oplossing became weaker or stronger: by a new assessment, or only because time passed.

What readers see is computed when they look. This notes what it was, so that each change of it is told once.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.choices import WijzigingSoort
from portal.following.changes import TEXT_LENGTH, shortened, tell
from portal.visibility import anonymous
from search import service

from ..choices import Bewijskracht
from ..models import Bewijsstand, Oplossing
from ..selectors.oordelen import oordelen
from .oordeel import STERKTE, Oordeel

logger = logging.getLogger("portal.worker")
# How often the worker looks: a day more or less matters to no evidence, an hour after a publication may.
SECONDS = 3600
BATCH = 500
GONE = "omdat toepassingen of hun beoordelingen zijn gewijzigd of weggehaald"


def note_bewijs() -> int:
    """Look at the evidence for every Oplossing as anybody sees it; returns how many changes were told.

    The first time nothing is told: what is not known cannot have changed. Two workers at once tell it once.
    """
    reader, told = anonymous(), 0
    pages = Oplossing.objects.visible_to(reader).only("title", "translation_key").order_by("pk")
    last = 0
    while batch := list(pages.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        verdicts = oordelen([page.pk for page in batch], reader)
        known = Bewijsstand.objects.in_bulk([page.pk for page in batch])
        new = [Bewijsstand(oplossing_id=page.pk, **_noted(verdicts[page.pk])) for page in batch if page.pk not in known]
        Bewijsstand.objects.bulk_create(new, ignore_conflicts=True)
        for page in batch:
            if page.pk in known:
                told += _renew(page, known[page.pk], verdicts[page.pk])
    return told


def _noted(verdict: Oordeel) -> dict[str, Any]:
    weaker = {"is_oud": verdict.is_oud, "een_plek": verdict.een_plek}
    return {"kracht": verdict.kracht.value, **weaker, "sinds": timezone.now()}


def _renew(page: Oplossing, known: Bewijsstand, verdict: Oordeel) -> bool:
    """Note it and tell it. One that fails is tried again in an hour, and stops no other."""
    before = {"kracht": known.kracht, "is_oud": known.is_oud, "een_plek": known.een_plek}
    after = _noted(verdict)
    if before == {name: after[name] for name in before}:
        return False
    try:
        with transaction.atomic():
            # Only who finds it as it was may tell it: another worker may have been here first.
            if not Bewijsstand.objects.filter(pk=known.pk, **before).update(**after):
                return False
            service.touched(page)
            if known.kracht == verdict.kracht:
                return False
            _tell(page, Bewijskracht(known.kracht), verdict)
    except Exception:
        logger.exception("Could not tell how strong the evidence for %s is now", page)
        return False
    return True


def _tell(page: Oplossing, before: Bewijskracht, verdict: Oordeel) -> None:
    weaker = STERKTE.index(verdict.kracht) < STERKTE.index(before)
    moved = f"van {before.label} naar {verdict.kracht.label}"
    if not weaker:
        text = f"Bewijs sterker: {moved}. {verdict.bewijs_tekst}"
    else:
        text = f"Bewijs zwakker: {moved}, {verdict.omdat or GONE}."
    tell(
        soort=WijzigingSoort.HERZIEN,
        titel=page.title,
        tekst=shortened(text, TEXT_LENGTH),
        pagina_id=page.pk,
        onderwerp=page.translation_key,
    )
