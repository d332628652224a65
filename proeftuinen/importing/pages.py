"""A row about a Proeftuin, Knelpunt or Oplossing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify

from portal.choices import Politieregio
from portal.datum import is_before
from portal.importing.names import NotFound, as_uuid

from ..choices import Inspanning, Registersoort
from ..models import Knelpunt, Oplossing, Proeftuin, Register
from .cells import NOTHING, read_choice, read_date, read_text, read_yes
from .changing import CHANGED, NEW, SAME, Outcome, Terms, Work, added, assign, check_lengths, terms_of, update
from .sheets import Row
from .steps import add_step

MODELS: dict[str, type[Any]] = {"proeftuinen": Proeftuin, "knelpunten": Knelpunt, "oplossingen": Oplossing}
# column -> field, for what is copied as it stands
TEXTS = {
    "titel": "title",
    "samenvatting": "samenvatting",
    "doel": "doel",
    "wie_gehinderd": "wie_gehinderd",
    "rechtsgrond": "rechtsgrond",
    "voorwaarden": "voorwaarden",
}
DATES = {"begin": "startdatum", "einde": "einddatum"}
Reading = Callable[[str], Any]


def import_page(row: Row, work: Work) -> Outcome:
    """Make or update the page of a row, and add its step. Raises ValidationError by field or column."""
    model, values = MODELS[row.kind], row.values
    page = _existing(model, values)
    work.once(row.kind, page.slug if page else values["sleutel"], row.place)
    terms = terms_of(values)
    fields = _fields(model, values, page, work)
    if page is None:
        page, (outcome, messages) = _made(row.kind, model(slug=values["sleutel"], live=False), fields, terms, work)
    else:
        outcome, messages = update(page, fields, terms, work, _check)
    stepped = add_step(page, values, work, new=outcome == NEW)
    return (CHANGED if stepped and outcome == SAME else outcome), messages


def _existing(model: type[Any], values: Mapping[str, str]) -> Any:
    """The page that this row is about, None for a new one: by id, or else by the last part of its address."""
    key, slug = values.get("id", ""), values.get("sleutel", "")
    if key:
        uuid = as_uuid(key)
        found = model.objects.filter(translation_key=uuid).first() if uuid else None
        if found is None:
            raise ValidationError({"id": "Dit id is hier niet bekend. Laat de cel leeg om een nieuw record te maken."})
        if slug and slug != found.slug:
            raise ValidationError({"sleutel": f'Bij dit id hoort de sleutel "{found.slug}". Die blijft zoals hij is.'})
        return found
    if not slug or slugify(slug) != slug:
        raise ValidationError({"sleutel": "Vul een sleutel in van kleine letters, cijfers en streepjes."})
    same_slug = list(model.objects.filter(slug=slug)[:2])
    if len(same_slug) > 1:
        raise ValidationError({"sleutel": "Meer dan één record heeft deze sleutel. Vul het id in."})
    return same_slug[0] if same_slug else None


def _made(kind: str, page: Any, fields: Mapping[str, Any], terms: Terms | None, work: Work) -> tuple[Any, Outcome]:
    if not fields.get("title"):
        raise ValidationError({"titel": "Vul een titel in."})
    assign(page, fields, None, work)
    _check(page)
    parent = Register.objects.filter(toont=Registersoort(page._meta.model_name)).first()
    if parent is None:
        raise ValidationError(f"Er is nog geen register van {kind}.")
    like = type(page).objects.filter(title__iexact=page.title).first()
    parent.add_child(instance=page)
    assign(page, {}, terms, work)
    outcome, messages = added(page, work)
    told = f'Er is al een {page._meta.verbose_name} met deze titel (sleutel "{like.slug}").' if like else ""
    return page, (outcome, (*messages, told) if told else messages)


def _fields(model: type[Any], values: Mapping[str, str], page: Any, work: Work) -> dict[str, Any]:
    """Field -> value of the filled cells. Raises ValidationError by column."""
    readings: dict[str, tuple[str, Reading]] = {column: (field, read_text) for column, field in TEXTS.items()}
    readings |= {column: (field, read_date) for column, field in DATES.items()}
    readings["voorbeeld"] = ("is_voorbeeld", read_yes)
    readings["inspanning"] = ("inspanning", _choice(Inspanning.choices))
    readings["politieregio"] = ("politieregio", _choice(Politieregio.choices))
    readings["gemeente"] = ("gemeente_id", lambda cell: None if cell == NOTHING else work.gemeente(cell).pk)
    found, errors = {}, {}
    for column, (field, reading) in readings.items():
        if cell := values.get(column):
            try:
                found[field] = reading(cell)
            except (ValueError, NotFound) as error:
                errors[column] = [_unlisted(column, cell) if isinstance(error, NotFound) else str(error)]
    if "titel" in values and not found.get("title"):
        errors["titel"] = ["Vul een titel in."]
    if errors:
        raise ValidationError(errors)
    # What an export shows is the region of the Gemeente, when a Proeftuin has none of its own.
    inherited = isinstance(page, Proeftuin) and not page.politieregio and page.gemeente
    if inherited and found.get("politieregio") == inherited.politieregio:
        del found["politieregio"]
    return found


def _choice(choices: Any) -> Reading:
    return lambda cell: "" if cell == NOTHING else read_choice(cell, choices)


def _unlisted(column: str, cell: str) -> str:
    return f'{capfirst(column)} "{cell[:80]}" staat niet in de lijst.'


def _check(page: Any) -> None:
    page.clean_fields(exclude=["path", "depth", "url_path", "content_type", "slug", "draft_title", "numchild"])
    check_lengths(page)
    if (
        isinstance(page, Proeftuin)
        and page.startdatum
        and page.einddatum
        and is_before(page.einddatum, page.startdatum)
    ):
        raise ValidationError({"einde": "Het einde ligt vóór het begin."})
