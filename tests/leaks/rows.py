"""The records that have no page: what hangs on a page of each state, and what is published on its own."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal.models import Aanbeveling, AanbevelingStap, Pagina
from portal.services import add_aanbeveling_stap
from portal.stappen import tell_status
from proeftuinen.models import (
    Knelpunt,
    KnelpuntStap,
    Mijlpaal,
    Neveneffect,
    Oplossing,
    Overdrachtsvoorwaarde,
    Praktijkkoppeling,
    Proeftuin,
    ProeftuinPartner,
    ProeftuinStap,
    Toepassing,
    Voortgangsbericht,
    Waarneming,
)
from proeftuinen.services import add_knelpunt_stap, add_proeftuin_stap, record_toepassing
from tests.factories import records, tracker

from .states import PUBLIC, RECORD_STATES
from .texts import secret, secrets
from .world import NEVER_LIVE, SOON, TIED, World, added, parent_of

DAY = datetime.date(2026, 5, 1)
ROLES = ("knelpunt", "oplossing", "proeftuin")
PLURAL = {"knelpunt": "knelpunten", "oplossing": "oplossingen", "proeftuin": "proeftuinen"}


def build(world: World) -> None:
    """All of them, each with what the services tell of it."""
    one: dict[str, Any] = {role: world.open[role] for role in ROLES}
    _open(world, one)
    for number, state in enumerate(TIED):
        _through_pages(world, one, state)
        _recommendation(world, state, world.hidden["rapport", state], number)
    for row in (ProeftuinPartner, Mijlpaal, Voortgangsbericht, Overdrachtsvoorwaarde):
        row.objects.bulk_create(
            row(proeftuin=world.hidden["proeftuin", state], **secrets(row, state), **_required(row, world, state))
            for state in TIED
        )
    pilots = [{"title": f"Plaats {PUBLIC} {state}", "slug": f"plaats-{state}"} for state in RECORD_STATES]
    places = added(Proeftuin, parent_of(Proeftuin), pilots)
    for number, (state, place) in enumerate(zip(RECORD_STATES, places, strict=True), 100):
        _toepassing(world, state, one | {"proeftuin": place})
        _recommendation(world, state, world.open["rapport"], number)
    _choices(world)


def _open(world: World, one: dict[str, Any]) -> None:
    closed = world.hidden["organisatie", "besloten"]
    tracker.ProeftuinStapFactory(proeftuin=one["proeftuin"], reden=PUBLIC)
    tracker.KnelpuntStapFactory(knelpunt=one["knelpunt"], eigenaar=closed, reden=PUBLIC)
    tracker.ProeftuinPartnerFactory(proeftuin=one["proeftuin"], organisatie=closed)
    tracker.ToepassingFactory(**one, **_assessed_by(closed), methode=PUBLIC, toelichting=PUBLIC)
    shown = records.AanbevelingFactory(rapport=world.open["rapport"], nummer=99, tekst=PUBLIC, gegeven_door=closed)
    shown.gericht_aan.set([world.hidden["organisatie", state] for state in TIED])
    shown.save()


def _assessed_by(organisatie: Any) -> dict[str, Any]:
    return {"beoordeeld_door": organisatie, "beoordeeld_op": DAY, "bewijsgraad": "lokaal_geevalueerd"}


def _required(model: type[Any], world: World, state: str) -> dict[str, Any]:
    if model is ProeftuinPartner:
        return {"organisatie": world.open["organisatie"]}
    return {"datum": DAY} if model is Voortgangsbericht else {}


def _through_pages(world: World, one: dict[str, Any], state: str) -> None:
    """Tied to one hidden page and two open ones, each in turn; and the steps of the hidden page itself."""
    hidden = {role: world.hidden[role, state] for role in ROLES}
    for role in ROLES:
        texts = secrets(Toepassing, state) | _assessed_by(world.open["organisatie"])
        row = Toepassing.objects.create(**one | {role: hidden[role]}, datum=DAY, **texts)
        Neveneffect.objects.create(toepassing=row, **secrets(Neveneffect, state))
        record_toepassing(row)
    for knelpunt, proeftuin in ((hidden["knelpunt"], one["proeftuin"]), (one["knelpunt"], hidden["proeftuin"])):
        Waarneming.objects.get_or_create(
            knelpunt=knelpunt, proeftuin=proeftuin, defaults={"eerst_gezien": DAY, "laatst_gezien": DAY}
        )
    if state in NEVER_LIVE:
        tracker.KnelpuntStapFactory(knelpunt=hidden["knelpunt"], reden=secret(state))
        tracker.ProeftuinStapFactory(proeftuin=hidden["proeftuin"], reden=secret(state))
        return
    knelpunt = Knelpunt.objects.get(pk=hidden["knelpunt"].pk)
    add_knelpunt_stap(knelpunt, status="gesignaleerd", niveau="lokaal", datum=DAY, reden=secret(state))
    proeftuin = Proeftuin.objects.get(pk=hidden["proeftuin"].pk)
    add_proeftuin_stap(proeftuin, stadium="loopt", datum=DAY, reden=secret(state))


def _recommendation(world: World, state: str, rapport: Any, number: int) -> None:
    live = state not in ("rijconcept", "rijgepland")
    expires = timezone.now() + SOON if state == "rijverlopen" else None
    texts = secrets(Aanbeveling, state) if state != "rijoverlive" else {"tekst": PUBLIC}
    row = Aanbeveling.objects.create(rapport=rapport, nummer=number, live=live, expire_at=expires, **texts)
    world.kept[f"aanbeveling {state}"] = row
    if state == "rijverwijderd":
        # A recommendation with a step is not deleted; what was told of it may be older than the step.
        _tell(rapport.pk, row.uuid, state)
    elif state not in (*NEVER_LIVE, "rijconcept", "rijgepland", "rijoverlive"):
        add_aanbeveling_stap(row, status="open", datum=DAY, toelichting=secret(state))
    elif state != "rijoverlive":
        AanbevelingStap.objects.create(
            aanbeveling=row, status="open", datum=DAY, toelichting=secret(state), is_huidig=True
        )
    _draft(row, state)


def _tell(pagina_id: int, onderwerp: UUID, state: str) -> None:
    tell_status(pagina_id=pagina_id, onderwerp=onderwerp, titel=secret(state), moved="Nu: open.", reden=secret(state))


def _toepassing(world: World, state: str, parts: dict[str, Any]) -> None:
    live = state not in ("rijconcept", "rijgepland")
    expires = timezone.now() + SOON if state == "rijverlopen" else None
    texts = secrets(Toepassing, state) if state != "rijoverlive" else {"toelichting": PUBLIC}
    texts |= _assessed_by(world.open["organisatie"]) if state != "rijoverlive" else {}
    note = secret(state) if live and state != "rijoverlive" else ""
    row = Toepassing.objects.create(**parts, datum=DAY, live=live, expire_at=expires, wat_veranderde=note, **texts)
    if state != "rijoverlive":
        Neveneffect.objects.create(toepassing=row, **secrets(Neveneffect, state))
    world.kept[f"toepassing {state}"] = row
    if live:
        # Twice, as a second round of editing: without a note it tells the text itself, with one the note.
        Toepassing.objects.filter(pk=row.pk).update(wat_veranderde="")
        record_toepassing(Toepassing.objects.get(pk=row.pk))
        record_toepassing(row)
    if state == "rijingetrokken":
        KnelpuntStap.objects.filter(knelpunt=parts["knelpunt"]).update(is_huidig=False)
        KnelpuntStap.objects.create(
            knelpunt=parts["knelpunt"], toepassing=row, status="opgelost", datum=DAY, is_huidig=True
        )
    _draft(row, state)


def _draft(row: Any, state: str) -> None:
    """What waits for a publication."""
    if state in ("rijgepland", "gepland"):
        row.go_live_at = timezone.now() + datetime.timedelta(days=1)
        row.save_revision(approved_go_live_at=row.go_live_at)
    elif state == "rijoverlive":
        draft = type(row).objects.get(pk=row.pk)
        for name, value in secrets(type(row), state).items():
            setattr(draft, name, value)
        if isinstance(draft, Toepassing):
            draft.neveneffecten.add(Neveneffect(**secrets(Neveneffect, state)))
        draft.save_revision()


def _choices(world: World) -> None:
    """What an open record names: recommendations and pages in every state."""
    rows = Aanbeveling.objects.exclude(pk=world.kept["aanbeveling rijverwijderd"].pk).values_list("pk", flat=True)
    for model in (Knelpunt, Proeftuin):
        through: Any = model.aanbevelingen.through
        field = f"{model._meta.model_name}_id"
        owner = world.open[str(model._meta.model_name)].pk
        through.objects.bulk_create(through(**{field: owner, "aanbeveling_id": key}) for key in rows)
    steunt: Any = Oplossing.steunt_op.through
    pages = Pagina.objects.filter(pk__in=[page.pk for page in world.hidden.values()])
    steunt.objects.bulk_create(
        steunt(oplossing_id=world.open["oplossing"].pk, pagina_id=key) for key in pages.values_list("pk", flat=True)
    )
    assert ProeftuinStap.objects.exists()
    _praktijk(world)


def _praktijk(world: World) -> None:
    """An open Praktijkvoorbeeld that belongs to what is hidden, and hidden ones that belong to what is open."""
    every: dict[str, list[Any]] = {
        "proeftuinen": [world.hidden["proeftuin", state] for state in TIED],
        "knelpunten": [world.hidden["knelpunt", state] for state in TIED],
        "oplossingen": [world.hidden["oplossing", state] for state in TIED],
        "toepassingen": list(Toepassing.objects.all()),
    }
    mine = Praktijkkoppeling.objects.create(praktijkvoorbeeld=world.open["praktijkvoorbeeld"])
    for name, records_of_kind in every.items():
        getattr(mine, name).set(records_of_kind)
    for state in TIED:
        other = Praktijkkoppeling.objects.create(praktijkvoorbeeld=world.hidden["praktijkvoorbeeld", state])
        for name in ROLES:
            getattr(other, PLURAL[name]).set([world.open[name]])
        other.toepassingen.set(Toepassing.objects.filter(**{name: world.open[name] for name in ROLES}))
