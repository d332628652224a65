"""Writes that carry a rule, each in one transaction.

A broken rule is a ValidationError that names the field, so that a form, an import and a scheduled run report it alike.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from portal.choices import GetoondBewijs, WijzigingSoort
from portal.datum import Datum, earliest, is_ahead, latest
from portal.following.changes import TEXT_LENGTH, TITLE_LENGTH, follow, shortened, tell
from portal.models import Pagina, Wijziging
from portal.stappen import Errors, append_stap, moved, tell_status
from portal.visibility import is_live

from .bewijs import beoordeling
from .choices import KnelpuntStatus, Niveau, Stadium
from .models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Toepassing, Waarneming
from .models.toepassing import name_of

# In the history of a Knelpunt: what solved it is no longer on the site.
WITHDRAWN = "proeftuinen.toepassing_weg"

if TYPE_CHECKING:
    from portal.models import Gebruiker, Organisatie


@transaction.atomic
def add_knelpunt_stap(
    knelpunt: Knelpunt,
    *,
    status: str,
    niveau: str,
    datum: Datum | datetime.date,
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
    reden = reden.strip()

    def rules(fresh: Knelpunt, last: KnelpuntStap | None) -> Errors:
        if fresh.samengevoegd_met_id:
            return {"status": "Dit knelpunt is samengevoegd met een ander. Voeg de stap daar toe."}
        if errors := _unknown(status=(status, KnelpuntStatus), niveau=(niveau, Niveau)):
            return errors
        if toepassing is not None:
            return _errors_of_solution(fresh, status, toepassing)
        if status == KnelpuntStatus.OPGELOST and not reden:
            return {"reden": 'Bij "opgelost" kiest u de toepassing die werkte, of schrijft u waardoor het is opgelost.'}
        if last and not reden and _same_step(last, status, niveau, eigenaar):
            return {
                "status": "Deze stap verandert niets. Kies een andere status, een ander niveau of een andere eigenaar."
            }
        return {}

    values = {"status": status, "niveau": niveau, "eigenaar": eigenaar, "reden": reden, "toepassing": toepassing}
    step, last, fresh = append_stap(knelpunt, datum=datum, door=door, rules=rules, **values)
    if announce and is_live(fresh):
        told = moved(KnelpuntStatus(last.status).label if last else "", KnelpuntStatus(status).label)
        if last is None or last.niveau != niveau:
            told = f"{told} Niveau: {Niveau(niveau).label}."
        _tell(fresh, told, reden, datum, about=toepassing.uuid if toepassing else None)
    return step


@transaction.atomic
def add_proeftuin_stap(
    proeftuin: Proeftuin,
    *,
    stadium: str,
    datum: Datum | datetime.date,
    reden: str = "",
    door: Gebruiker | None = None,
    announce: bool = True,
) -> ProeftuinStap:
    """Add the next stadium of a Proeftuin, make it the current one and tell it.

    Raises ValidationError (by field) when the dates run back, when nothing changes, or when "gestopt" has no reason.
    """
    reden = reden.strip()

    def rules(fresh: Proeftuin, last: ProeftuinStap | None) -> Errors:
        if errors := _unknown(stadium=(stadium, Stadium)):
            return errors
        if stadium == Stadium.GESTOPT and not reden:
            return {"reden": "Schrijf waarom de proeftuin is gestopt: een ander leert ervan."}
        if last and last.stadium == stadium and not reden:
            return {"stadium": f'De proeftuin is al in het stadium "{Stadium(stadium).label}".'}
        return {}

    step, last, fresh = append_stap(proeftuin, datum=datum, door=door, rules=rules, stadium=stadium, reden=reden)
    if announce and is_live(fresh):
        _tell(fresh, moved(Stadium(last.stadium).label if last else "", Stadium(stadium).label), reden, datum)
    return step


def check_toepassing(toepassing: Toepassing) -> None:
    """Raise ValidationError by field when this Toepassing may not be saved or published as it is.

    A form asks it, and so does each publication, a scheduled one too: what was true in a draft may not be any more.
    """
    errors = beoordeling.errors_of(toepassing)
    if toepassing.datum and is_ahead(toepassing.datum, timezone.localdate()):
        errors["datum"] = "Deze datum ligt in de toekomst: een resultaat is er pas daarna."
    for name in ("knelpunt", "oplossing"):
        record = getattr(toepassing, name) if getattr(toepassing, f"{name}_id") else None
        if record is not None and record.samengevoegd_met_id:
            errors[name] = f"“{record.title}” is samengevoegd met “{record.samengevoegd_met.title}”. Kies dat."
    solved = [row for row in knelpunten_solved_by(toepassing) if row.pk != toepassing.knelpunt_id]
    if solved and "knelpunt" not in errors:
        errors["knelpunt"] = f"“{solved[0].title}” is opgelost door deze toepassing. Voeg daar eerst een stap toe."
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def record_toepassing(toepassing: Toepassing, revision: Revision | None = None) -> Wijziging | None:
    """What follows from publishing a Toepassing: its Waarneming exists and covers its date, and the change is told.

    The first publication is "nieuw"; a later one is "herzien" when the editor said what changed, and silent otherwise.
    The same revision is told once. Returns the Wijziging, or None. Raises ValidationError when a rule is broken, which
    takes the publication back.
    """
    check_toepassing(toepassing)
    ensure_waarneming(toepassing)
    note = toepassing.wat_veranderde.strip()
    title = toepassing_title(toepassing)
    follow(toepassing.proeftuin_id, toepassing.uuid, titel=title, tekst=_result_text(toepassing))
    known = Wijziging.objects.filter(onderwerp=toepassing.uuid)
    if revision is not None and known.filter(revision=revision).exists():
        return None
    if not known.filter(soort=WijzigingSoort.NIEUW).exists():
        soort, text = WijzigingSoort.NIEUW, note or _result_text(toepassing)
    elif note:
        soort, text = WijzigingSoort.HERZIEN, note
    else:
        return None
    change = tell(
        ook_op=[toepassing.knelpunt_id, toepassing.oplossing_id],
        soort=soort,
        titel=title,
        tekst=shortened(text, TEXT_LENGTH),
        pagina_id=toepassing.proeftuin_id,
        onderwerp=toepassing.uuid,
        revision=revision,
        afgeleid=not note,
    )
    if note:
        # The note belongs to this publication; the next round of editing begins without it.
        Toepassing.objects.filter(pk=toepassing.pk).update(wat_veranderde="")
    return change


def toepassing_title(toepassing: Toepassing) -> str:
    """What a change of this Toepassing is called."""
    return shortened(name_of(toepassing.oplossing.title, toepassing.knelpunt.title), TITLE_LENGTH)


def retitle(record: Knelpunt | Oplossing) -> None:
    """Call what was told of the Toepassingen of a record by the title that it has now."""
    rows = Toepassing.objects.filter(**{str(record._meta.model_name): record.pk}).select_related(
        "knelpunt", "oplossing"
    )
    titles = {row.uuid: toepassing_title(row) for row in rows.defer("knelpunt__inhoud", "oplossing__inhoud")}
    stale = []
    for change in Wijziging.objects.filter(onderwerp__in=rows.order_by().values("uuid")):
        # On the page of the Knelpunt stands its own step, which names the Toepassing.
        title = record.title if change.pagina_id == record.pk else titles[change.onderwerp]
        if change.titel != title:
            change.titel = title
            stale.append(change)
    Wijziging.objects.bulk_update(stale, ["titel"], batch_size=500)


@transaction.atomic
def ensure_waarneming(toepassing: Toepassing) -> Waarneming:
    """The occurrence that a Toepassing proves: created when missing, stretched when its date lies outside."""
    waarneming, created = Waarneming.objects.get_or_create(
        knelpunt_id=toepassing.knelpunt_id,
        proeftuin_id=toepassing.proeftuin_id,
        defaults={"eerst_gezien": toepassing.datum, "laatst_gezien": toepassing.datum},
    )
    first = earliest(waarneming.eerst_gezien, toepassing.datum)
    last = latest(waarneming.laatst_gezien, toepassing.datum)
    if not created and (first, last) != (waarneming.eerst_gezien, waarneming.laatst_gezien):
        waarneming.eerst_gezien, waarneming.laatst_gezien = first, last
        waarneming.save(update_fields=["eerst_gezien", "laatst_gezien"])
    return waarneming


def knelpunten_solved_by(toepassing: Toepassing) -> list[Knelpunt]:
    """The Knelpunten whose current "opgelost" rests on this Toepassing: who unpublishes it must know."""
    if toepassing.pk is None:
        return []
    return list(
        Knelpunt.objects.filter(
            samengevoegd_met=None,
            stappen__is_huidig=True,
            stappen__status=KnelpuntStatus.OPGELOST,
            stappen__toepassing=toepassing,
        ).order_by("title")
    )


@transaction.atomic
def record_withdrawal(toepassing: Toepassing) -> list[Knelpunt]:
    """A Toepassing went off the site, by hand or by the clock: note it at each Knelpunt that it solved; returns them.

    Their status stands: it was solved, and only an editor knows whether it still is.
    """
    solved = knelpunten_solved_by(toepassing)
    for knelpunt in solved:
        log(instance=knelpunt, action=WITHDRAWN, data={"toepassing": str(toepassing)})
    return solved


def _unknown(**asked: tuple[str, type[TextChoices]]) -> Errors:
    return {
        field: "Kies een waarde uit de lijst." for field, (value, known) in asked.items() if value not in known.values
    }


def _errors_of_solution(knelpunt: Knelpunt, status: str, toepassing: Toepassing) -> Errors:
    if status != KnelpuntStatus.OPGELOST:
        return {"toepassing": 'Kies alleen een toepassing als de status "opgelost" is.'}
    if toepassing.knelpunt_id != knelpunt.pk:
        return {"toepassing": "Deze toepassing hoort bij een ander knelpunt."}
    if not knelpunt.is_voorbeeld and Toepassing.objects.filter(pk=toepassing.pk).invented():
        return {"toepassing": "Deze toepassing is een verzonnen voorbeeld: die lost geen echt knelpunt op."}
    # Asked again: it may have been unpublished since the form was opened.
    if not Toepassing.objects.published().filter(pk=toepassing.pk).exists():
        return {"toepassing": "Deze toepassing is niet gepubliceerd. Publiceer haar eerst."}
    return {}


def _same_step(last: KnelpuntStap, status: str, niveau: str, eigenaar: Organisatie | None) -> bool:
    return (last.status, last.niveau, last.eigenaar_id) == (status, niveau, eigenaar.pk if eigenaar else None)


def _tell(pagina: Pagina, told: str, reden: str, datum: Datum | datetime.date, about: UUID | None = None) -> Wijziging:
    """`about`: the uuid of what the step names beside its page; who may not see that, reads nothing of it."""
    return tell_status(
        pagina_id=pagina.pk,
        onderwerp=about or pagina.translation_key,
        titel=pagina.title,
        moved=told,
        reden=reden,
        datum=datum,
    )


def _result_text(toepassing: Toepassing) -> str:
    when = f" van {toepassing.datum.tekst}" if toepassing.datum else ""
    shown = Toepassing.objects.filter(pk=toepassing.pk).with_bewijs().values_list("getoond", flat=True).get()
    told = f"{toepassing.get_resultaat_display()}. Bewijs: {GetoondBewijs(shown).label}"
    return f"Resultaat{when}: {told}. {toepassing.toelichting}"
