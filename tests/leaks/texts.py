"""Which fields of our models hold a text, a secret for each of them, and which texts are meant for everybody.

A field that is neither filled by the world nor named here fails the test: who adds a text decides how it is hidden.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast
from django.utils.text import slugify
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.datum import Datum
from portal.datum_fields import DatumBlock, DatumField
from portal.models import Pagina

from .states import PAGE_STATES, RECORD_STATES, SHARED, token, word

Field = tuple[str, str]
TOKEN = re.compile(r"qq([a-z]+)qq")

# Written by the program, or kept by Django: no words of an editor.
MADE = {"path", "url_path", "draft_title", "password", "file_hash", "filter_spec", "focal_point_key"}
PUBLIC: Mapping[str, str] = {
    "portal.Begrip": "the vocabulary is public as a whole; a Begrip has no page of its own to close",
    "portal.AlternatieveTerm": "part of the vocabulary",
    "portal.Wetsartikel": "the law is public; what rests on it is asked at its address for what is hidden",
    "portal.Gemeente": "the list of municipalities is public; that a hidden record lies in one is not told",
    "portal.Portaalinstellingen": "stands on every page, by design",
    "portal.Home": "the front page itself; below a closed front page there is no site",
    "portal.Begrippenlijst": "there is one, and it lists the public vocabulary",
    "portal.Uitnodiging": "of accounts, in the admin only; its link is kept as a digest",
    "proeftuinen.Importbestand": "kept for the editor who sent it, in the admin only",
    "portal.GerenderdeTekst": "the HTML of a text that stands in a row of its own, found by who has that text",
    "portal.Bestandstekst": "the text of a file, read by search only, where the file and its text are asked",
    "portal.Gebruiker.sessie": "a number drawn by chance that ends sessions",
    "portal.Gebruiker.username": "of an account that owns a page; asked with the name and the e-mail address",
}
PUBLIC_FIELDS: Mapping[str, str] = {
    "wat_veranderde": "a note that waits for the next publication, and is then the text of a Wijziging",
}


def our_models() -> list[type[Any]]:
    """Every model of the portal and the tracker that has a table."""
    return [model for label in ("portal", "proeftuinen") for model in apps.get_app_config(label).get_models()]


def text_fields(model: type[Any]) -> Iterator[models.Field[Any, Any]]:
    """The fields in which a person writes; a choice from a list is no text."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField, StreamField))
        is_text = is_text and not isinstance(field, DatumField)
        if is_text and field.name not in MADE and not field.choices:
            yield field


def unhidden(found: Collection[type[Any]], filled: Mapping[Field, Collection[str]]) -> list[str]:
    """The texts of which the world has no hidden row: (model, field) and the states that it misses."""
    missing = []
    for model in found:
        if model._meta.label in PUBLIC or model is Pagina:
            continue
        for field in text_fields(model):
            if field.name in PUBLIC_FIELDS or f"{model._meta.label}.{field.name}" in PUBLIC:
                continue
            lacks = _needed(model) - set(filled.get((model._meta.label, field.name), ()))
            if lacks or (model._meta.label, field.name) not in filled:
                missing.append(f"{model._meta.label}.{field.name}: {', '.join(sorted(lacks)) or 'any state'}")
    return missing


def _needed(model: type[Any]) -> set[str]:
    """Which states a model must be seen in; of a row that belongs to a page or record, one is enough."""
    if issubclass(model, Page):
        return set(PAGE_STATES)
    return set(RECORD_STATES) - {"rijoverlive"} if hasattr(model, "expire_at") else set()


def filled_fields() -> dict[Field, set[str]]:
    """(model, field) -> the states whose token is in it, as the database holds it."""
    found: dict[Field, set[str]] = {}
    for model in our_models():
        for field in text_fields(model):
            rows = model._base_manager.annotate(_text=Cast(F(field.name), models.TextField()))
            for text in rows.filter(_text__contains="qq").values_list("_text", flat=True):
                found.setdefault((model._meta.label, field.name), set()).update(TOKEN.findall(text))
    return found


def secret(state: str) -> str:
    return f"{token(state)} {word(state)} {SHARED}"


def secrets(model: type[Any], state: str) -> dict[str, Any]:
    """A secret for every text of a model, that fits in its field."""
    found = {field.name: secret_for(field, state) for field in text_fields(model) if field.name not in PUBLIC_FIELDS}
    if "slug" in found:
        found["slug"] = slugify(f"{model._meta.model_name}-{token(state)}")
    return found


def secret_for(field: Any, state: str) -> Any:
    text = secret(state)
    if isinstance(field, StreamField):
        return fill(field.stream_block, state)
    if isinstance(field, models.EmailField):
        return f"{token(state)}@voorbeeld.test"
    if isinstance(field, models.URLField):
        return f"https://voorbeeld.test/{token(state)}"
    if isinstance(field, RichTextField):
        return f"<p>{text}</p>"
    return text if field.max_length is None or len(text) <= field.max_length else token(state)


def fill(block: Any, state: str) -> Any:
    """A value of this block in which every text is the secret; one of each kind of block where several may stand."""
    text = secret(state)
    if isinstance(block, TypedTableBlock):
        raw = {"columns": [{"type": "tekst", "heading": text}], "rows": [{"values": [text]}], "caption": text}
        return block.to_python(raw)
    if isinstance(block, blocks.BaseStreamBlock):
        return [(name, fill(child, state)) for name, child in block.child_blocks.items() if not _needs_a_file(child)]
    if isinstance(block, blocks.BaseStructBlock):
        return {name: fill(child, state) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [fill(block.child_block, state)]
    plain: dict[type[Any], Any] = {
        blocks.ChooserBlock: None,
        blocks.ChoiceBlock: block.get_default(),
        DatumBlock: Datum.of(datetime.date(2026, 1, 1)),
        blocks.DecimalBlock: Decimal(1),
        blocks.EmailBlock: f"{token(state)}@voorbeeld.test",
        blocks.URLBlock: f"https://voorbeeld.test/{token(state)}",
    }
    for kind, value in plain.items():
        if isinstance(block, kind):
            return value
    value = f"<p>{text}</p>" if isinstance(block, blocks.RichTextBlock) else text
    most = getattr(getattr(block, "field", None), "max_length", None)
    return block.to_python(value if most is None or len(text) <= most else token(state))


def _needs_a_file(block: Any) -> bool:
    """Blocks of a file are filled where the files are made."""
    return any(
        isinstance(child, blocks.ChooserBlock) and child.required
        for child in getattr(block, "child_blocks", {}).values()
    )
