"""A row about an Aanbeveling: known by its id, or by its Rapport and its number in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from portal.choices import WijzigingSoort
from portal.editing.forms import advises_itself
from portal.following.changes import aanbeveling_title, tell
from portal.importing.names import NotFound, as_uuid
from portal.models import Aanbeveling, Organisatie, Rapport
from portal.visibility import anonymous

from .cells import NOTHING, read_date, read_number, read_text
from .changing import CHANGED, NEW, SAME, Outcome, Work, added, check_lengths, update
from .sheets import Row
from .steps import add_step
from .ties import end_named

TEXTS = {"tekst": "tekst", "reactie": "reactie"}
STAYS = "Blijft staan, want niet iedereen mag dit zien: {}. Schrijf (leeg) om alles weg te halen."


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom it is given, of one cell: names with ; between them."""

    cell: str
    relation: str = "gericht_aan"

    def on(self, record: Any, work: Work) -> list[Any]:
        """Who it would be given to. Raises ValidationError for a name that is nobody's."""
        if self.cell == NOTHING:
            return []
        has = list(record.gericht_aan.all()) if record.pk else []
        named = self._named({row.title: row for row in has}, work)
        return [*named, *(row for row in self.hidden(has) if row not in named)]

    def hidden(self, has: list[Any]) -> list[Any]:
        """Those that a file for everybody does not name: that they are not in it says nothing."""
        shown = Organisatie.objects.visible_to(anonymous()).filter(pk__in=[row.pk for row in has])
        keys = set(shown.values_list("pk", flat=True))
        return [row for row in has if row.pk not in keys]

    def kept_unnamed(self, record: Any, work: Work) -> str:
        """What is told of those that stay although the row does not name them; "" when there are none."""
        if self.cell == NOTHING:
            return ""
        has = list(record.gericht_aan.all())
        named = self._named({row.title: row for row in has}, work)
        return "; ".join(row.title for row in self.hidden(has) if row not in named)

    def _named(self, own: Mapping[str, Any], work: Work) -> list[Any]:
        found = []
        for word in filter(None, (word.strip() for word in self.cell.split(";"))):
            try:
                found.append(own.get(word) or work.organisatie(word))
            except NotFound as error:
                raise ValidationError({self.relation: str(error)}) from error
        return found


def import_aanbeveling(row: Row, work: Work) -> Outcome:
    """Make or update the Aanbeveling of a row, and add its step. Raises ValidationError by field or column."""
    values = row.values
    rapport = end_named("rapport", Rapport, values, work)
    fields = _fields(values, work)
    record = _existing(values, rapport, fields)
    if record is not None:
        work.once(row.kind, record.uuid, row.place)
    to = Addressed(values["gericht_aan"]) if values.get("gericht_aan") else None
    if record is None:
        record = Aanbeveling(rapport=rapport, **fields, live=False)
        record.gericht_aan = to.on(record, work) if to else []
        _check(record)
        record.save()
        work.once(row.kind, record.uuid, row.place)
        outcome, messages = added(record, work)
    else:
        outcome, messages = update(record, fields, to, work, _check)
        if outcome == CHANGED and work.note and not messages:
            _tell(record, work.note)
        if to and (stays := to.kept_unnamed(record, work)):
            messages = (*messages, STAYS.format(stays))
    stepped = add_step(record, values, work, new=outcome == NEW)
    return (CHANGED if stepped and outcome == SAME else outcome), messages


def _existing(values: Mapping[str, str], rapport: Any, fields: Mapping[str, Any]) -> Aanbeveling | None:
    rows = Aanbeveling.objects.select_related("rapport")
    if key := values.get("id", ""):
        uuid = as_uuid(key)
        found = rows.filter(uuid=uuid).first() if uuid else None
        if found is None:
            raise ValidationError({"id": "Dit id is hier niet bekend. Laat de cel leeg voor een nieuwe aanbeveling."})
        if rapport is not None and rapport.pk != found.rapport_id:
            raise ValidationError({"rapport": "Een aanbeveling verhuist niet. Maak een nieuwe, zonder id."})
        return found
    if rapport is None:
        raise ValidationError({"rapport": "Vul in uit welk rapport deze aanbeveling komt."})
    if "nummer" not in fields:
        raise ValidationError({"nummer": "Vul het nummer in dat de aanbeveling in het rapport heeft."})
    return rows.filter(rapport=rapport, nummer=fields["nummer"]).first()


def _fields(values: Mapping[str, str], work: Work) -> dict[str, Any]:
    """Field -> value of the filled cells. Raises ValidationError by column."""
    readings: dict[str, tuple[str, Any]] = {column: (field, read_text) for column, field in TEXTS.items()}
    readings["nummer"] = ("nummer", read_number)
    readings["reactie_datum"] = ("reactie_datum", read_date)
    readings["gegeven_door"] = ("gegeven_door", lambda cell: None if cell == NOTHING else work.organisatie(cell))
    found: dict[str, Any] = {}
    errors = {}
    for column, (field, reading) in readings.items():
        if cell := values.get(column):
            try:
                found[field] = reading(cell)
            except (ValueError, NotFound) as error:
                errors[column] = [str(error)]
    if errors:
        raise ValidationError(errors)
    return found


def _check(record: Aanbeveling) -> None:
    record.full_clean()
    check_lengths(record)
    if reason := advises_itself(record.gegeven_door, record.gericht_aan.all()):
        raise ValidationError({"gericht_aan": reason})


def _tell(record: Aanbeveling, note: str) -> None:
    """What readers are told: an Aanbeveling has no note of its own, it stands in its Rapport."""
    tell(
        soort=WijzigingSoort.HERZIEN,
        titel=aanbeveling_title(record, record.rapport),
        tekst=note,
        pagina_id=record.rapport_id,
        onderwerp=record.uuid,
    )
