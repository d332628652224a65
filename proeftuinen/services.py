"""Writes that carry a rule, each in one transaction.

A broken rule is a ValidationError that names the field, so that a form, an import and a scheduled run report it alike.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.models import Revision

from portal.choices import WijzigingSoort
from portal.models import Pagina, Wijziging

from .choices import KnelpuntStatus, Niveau, Stadium
from .models import Knelpunt, KnelpuntStap, Proeftuin, ProeftuinStap, Toepassing, Waarneming

if TYPE_CHECKING:
    from portal.models import Gebruiker, Organisatie

TITLE_LENGTH = 255
TEXT_LENGTH = 600


@transaction.atomic
def add_knelpunt_stap(
    knelpunt: Knelpunt,
    *,
    status: str,
    niveau: str,
    datum: datetime.date,
    eigenaar: Organisatie | None = None,
    reden: str = "",
    toepassing: Toepassing | None = None,
    door: Gebruiker | None = None,
    announce: bool = True,
) -> KnelpuntStap:
    """Add the next step in the life of a Knelpunt, make it the current one and tell it.

    Raises ValidationError (by field) when the dates run back, when nothing changes, or when "opgelost" names
    neither a live Toepassing of this Knelpunt nor a reason.
    """
    Knelpunt.objects.select_for_update(of=("self",)).get(pk=knelpunt.pk)  # two editors take turns
    steps = KnelpuntStap.objects.filter(knelpunt=knelpunt)
    last = steps.order_by("datum", "pk").last()
    reden = reden.strip()
    errors = _date_errors(datum, last.datum if last else None)
    if knelpunt.samengevoegd_met_id:
        errors["status"] = "Dit knelpunt is samengevoegd met een ander. Voeg de stap daar toe."
    elif toepassing is not None and status != KnelpuntStatus.OPGELOST:
        errors["toepassing"] = 'Kies alleen een toepassing als de status "opgelost" is.'
    elif toepassing is not None and toepassing.knelpunt_id != knelpunt.pk:
        errors["toepassing"] = "Deze toepassing hoort bij een ander knelpunt."
    elif toepassing is not None and not toepassing.live:
        errors["toepassing"] = "Deze toepassing is niet gepubliceerd. Publiceer haar eerst."
    elif status == KnelpuntStatus.OPGELOST and toepassing is None and not reden:
        errors["reden"] = 'Bij "opgelost" kiest u de toepassing die werkte, of schrijft u waardoor het is opgelost.'
    elif last and not reden and _same_step(last, status, niveau, eigenaar):
        errors["status"] = "Deze stap verandert niets. Kies een andere status, een ander niveau of een andere eigenaar."
    if errors:
        raise ValidationError(errors)
    steps.filter(is_huidig=True).update(is_huidig=False)
    step = KnelpuntStap.objects.create(
        knelpunt=knelpunt,
        status=status,
        niveau=niveau,
        datum=datum,
        eigenaar=eigenaar,
        reden=reden,
        toepassing=toepassing,
        vastgelegd_door=door,
        is_huidig=True,
    )
    if announce and knelpunt.live:
        told = _moved(KnelpuntStatus(last.status).label if last else "", KnelpuntStatus(status).label)
        if last is None or last.niveau != niveau:
            told = f"{told} Niveau: {Niveau(niveau).label}."
        _tell_status(knelpunt, told, reden)
    return step


@transaction.atomic
def add_proeftuin_stap(
    proeftuin: Proeftuin,
    *,
    stadium: str,
    datum: datetime.date,
    reden: str = "",
    door: Gebruiker | None = None,
    announce: bool = True,
) -> ProeftuinStap:
    """Add the next stadium of a Proeftuin, make it the current one and tell it.

    Raises ValidationError (by field) when the dates run back, when nothing changes, or when "gestopt" has no reason.
    """
    Proeftuin.objects.select_for_update(of=("self",)).get(pk=proeftuin.pk)
    steps = ProeftuinStap.objects.filter(proeftuin=proeftuin)
    last = steps.order_by("datum", "pk").last()
    reden = reden.strip()
    errors = _date_errors(datum, last.datum if last else None)
    if stadium == Stadium.GESTOPT and not reden:
        errors["reden"] = "Schrijf waarom de proeftuin is gestopt: een ander leert ervan."
    elif last and last.stadium == stadium and not reden:
        errors["stadium"] = f'De proeftuin is al in het stadium "{Stadium(stadium).label}".'
    if errors:
        raise ValidationError(errors)
    steps.filter(is_huidig=True).update(is_huidig=False)
    step = ProeftuinStap.objects.create(
        proeftuin=proeftuin, stadium=stadium, datum=datum, reden=reden, vastgelegd_door=door, is_huidig=True
    )
    if announce and proeftuin.live:
        _tell_status(proeftuin, _moved(Stadium(last.stadium).label if last else "", Stadium(stadium).label), reden)
    return step


@transaction.atomic
def record_toepassing(toepassing: Toepassing, revision: Revision | None = None) -> Wijziging | None:
    """What follows from publishing a Toepassing: its Waarneming exists and covers its date, and the change is told.

    The first publication is "nieuw"; a later one is "herzien" when the editor said what changed, and silent otherwise.
    The same revision is told once. Returns the Wijziging, or None.
    """
    ensure_waarneming(toepassing)
    note = toepassing.wat_veranderde.strip()
    known = Wijziging.objects.filter(onderwerp=toepassing.uuid)
    if revision is not None and known.filter(revision=revision).exists():
        return None
    if not known.filter(soort=WijzigingSoort.NIEUW).exists():
        soort, text = WijzigingSoort.NIEUW, note or _result_text(toepassing)
    elif note:
        soort, text = WijzigingSoort.HERZIEN, note
    else:
        return None
    change = Wijziging.objects.create(
        soort=soort,
        titel=_short(f"{toepassing.oplossing.title} bij {toepassing.knelpunt.title}", TITLE_LENGTH),
        tekst=_short(text, TEXT_LENGTH),
        pagina_id=toepassing.proeftuin_id,
        onderwerp=toepassing.uuid,
        revision=revision,
    )
    change.ook_op.set([toepassing.knelpunt_id, toepassing.oplossing_id])
    if note:
        # The note belongs to this publication; the next round of editing begins without it.
        Toepassing.objects.filter(pk=toepassing.pk).update(wat_veranderde="")
    return change


@transaction.atomic
def ensure_waarneming(toepassing: Toepassing) -> Waarneming:
    """The occurrence that a Toepassing proves: created when missing, stretched when its date lies outside."""
    waarneming, created = Waarneming.objects.get_or_create(
        knelpunt_id=toepassing.knelpunt_id,
        proeftuin_id=toepassing.proeftuin_id,
        defaults={"eerst_gezien": toepassing.datum, "laatst_gezien": toepassing.datum},
    )
    first, last = (
        min(waarneming.eerst_gezien, toepassing.datum),
        max(waarneming.laatst_gezien, toepassing.datum),
    )
    if not created and (first, last) != (waarneming.eerst_gezien, waarneming.laatst_gezien):
        waarneming.eerst_gezien, waarneming.laatst_gezien = first, last
        waarneming.save(update_fields=["eerst_gezien", "laatst_gezien"])
    return waarneming


def knelpunten_solved_by(toepassing: Toepassing) -> list[Knelpunt]:
    """The Knelpunten whose current "opgelost" rests on this Toepassing: who unpublishes it must know."""
    return list(
        Knelpunt.objects.filter(
            stappen__is_huidig=True, stappen__status=KnelpuntStatus.OPGELOST, stappen__toepassing=toepassing
        ).order_by("title")
    )


def _date_errors(datum: datetime.date, last: datetime.date | None) -> dict[str, Any]:
    if datum > timezone.localdate():
        return {"datum": "Deze datum ligt in de toekomst. Leg een stap vast als zij gezet is."}
    if last and datum < last:
        return {
            "datum": f"Deze datum ligt vóór de laatste stap ({format_date(last, 'j F Y')}). "
            "Een verkeerde stap herstelt u met een nieuwe stap."
        }
    return {}


def _same_step(last: KnelpuntStap, status: str, niveau: str, eigenaar: Organisatie | None) -> bool:
    return (last.status, last.niveau, last.eigenaar_id) == (status, niveau, eigenaar.pk if eigenaar else None)


def _moved(before: str, after: str) -> str:
    return f"Van {before} naar {after}." if before and before != after else f"Nu: {after}."


def _tell_status(pagina: Pagina, told: str, reden: str) -> Wijziging:
    onderwerp: uuid.UUID = pagina.translation_key
    return Wijziging.objects.create(
        soort=WijzigingSoort.STATUSWIJZIGING,
        titel=pagina.title,
        tekst=_short(f"{told} {reden}".strip(), TEXT_LENGTH),
        pagina_id=pagina.pk,
        onderwerp=onderwerp,
    )


def _result_text(toepassing: Toepassing) -> str:
    return f"Resultaat: {toepassing.get_resultaat_display()}. {toepassing.toelichting}"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
