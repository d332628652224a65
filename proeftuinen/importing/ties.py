"""A row about a Toepassing: known by its id, or by the three records that it ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from portal.choices import Bewijsgraad, Resultaat
from portal.importing.names import NotFound, as_uuid

from ..models import Knelpunt, Oplossing, Proeftuin, Toepassing
from ..services import check_toepassing
from .cells import read_choice, read_date, read_text, read_yes, same
from .changing import Outcome, Work, added, check_lengths, update
from .columns import TIES
from .sheets import Row

MODELS: dict[str, type[Any]] = {"knelpunt": Knelpunt, "oplossing": Oplossing, "proeftuin": Proeftuin}
TEXTS = {"toelichting": "toelichting", "bron": "bron", "bron_adres": "bron_url"}


def import_toepassing(row: Row, work: Work) -> Outcome:
    """Make or update the Toepassing of a row. Raises ValidationError by field or column."""
    values = row.values
    tied = {name: page for name in TIES if (page := end_named(name, MODELS[name], values, work))}
    record = _existing(values, tied)
    ends = [getattr(record, f"{name}_id") if record else tied[name].pk for name in TIES]
    work.once(row.kind, tuple(ends), row.place)
    fields = _fields(values)
    if record is not None:
        if fields.get("is_voorbeeld") and Toepassing.objects.filter(pk=record.pk).invented():
            # An export says so too when one of its ends is invented.
            del fields["is_voorbeeld"]
        return update(record, fields, None, work, _check)
    if "datum" not in fields:
        raise ValidationError({"datum": "Vul in van wanneer dit resultaat is."})
    made = Toepassing(**tied, **fields, live=False)
    _check(made)
    made.save()
    return added(made, work)


def end_named(name: str, model: type[Any], values: Mapping[str, str], work: Work) -> Any:
    """The record at one end, None when the row names none. Its id and its name must be of one record."""
    key, word = values.get(f"{name}_id", ""), values.get(name, "")
    try:
        page = work.page(model, key or word) if key or word else None
    except NotFound as error:
        raise ValidationError({name: f'"{(word or key)[:80]}" is niet gevonden. {error}'}) from error
    if page is not None and key and word:
        named = (page.slug, str(page.translation_key))
        if word not in named and not same(page.title, read_text(word)):
            raise ValidationError({name: f'Het id is van "{page.title}", de naam van iets anders.'})
    return page


def _existing(values: Mapping[str, str], tied: Mapping[str, Any]) -> Any:
    if key := values.get("id", ""):
        uuid = as_uuid(key)
        found = Toepassing.objects.filter(uuid=uuid).first() if uuid else None
        if found is None:
            raise ValidationError({"id": "Dit id is hier niet bekend. Laat de cel leeg voor een nieuwe toepassing."})
        for name, page in tied.items():
            if getattr(found, f"{name}_id") != page.pk:
                raise ValidationError({name: "Een toepassing verhuist niet. Maak een nieuwe, zonder id."})
        return found
    for name in TIES:
        if name not in tied:
            raise ValidationError({name: "Vul in waar deze toepassing bij hoort."})
    return Toepassing.objects.filter(**tied).first()


def _fields(values: Mapping[str, str]) -> dict[str, object]:
    readings: dict[str, tuple[str, Callable[[str], object]]] = {
        column: (field, read_text) for column, field in TEXTS.items()
    } | {
        "resultaat": ("resultaat", lambda cell: read_choice(cell, Resultaat.choices)),
        "bewijsgraad": ("bewijsgraad", lambda cell: read_choice(cell, Bewijsgraad.choices)),
        "datum": ("datum", read_date),
        "voorbeeld": ("is_voorbeeld", read_yes),
    }
    found: dict[str, object] = {}
    errors = {}
    for column, (field, reading) in readings.items():
        if cell := values.get(column):
            try:
                found[field] = reading(cell)
            except ValueError as error:
                errors[column] = [str(error)]
    if errors:
        raise ValidationError(errors)
    return found


def _check(record: Toepassing) -> None:
    if record.pk:
        record.wat_veranderde = record.wat_veranderde or "Bijgewerkt bij een import."
    record.full_clean()
    check_lengths(record)
    check_toepassing(record)
