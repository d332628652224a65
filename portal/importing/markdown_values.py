"""What the front matter of a file says, put in the fields of a page: each value is read by the field that takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from ..datum import day_of, parse
from ..datum_fields import DatumField
from ..models import Begrip, Gemeente, Organisatie, Pagina
from . import names as import_names
from .guards import too_long
from .markdown_files import BadFile, MarkdownFile, as_date, as_text, as_yes_or_no

SIMPLE = (models.CharField, models.TextField, models.DateField, models.URLField, models.BooleanField)
NOT_FROM_A_FILE = {"title", "slug", "samenvatting", "inhoud", "wat_veranderde", "url_path", "path", "draft_title"}


def set_other(page: Pagina, name: str, value: Any, line: int) -> None:
    """A field of the page's own type, by its name."""
    own = {f.name: f for f in type(page)._meta.get_fields() if f.concrete and getattr(f, "editable", False)}
    known: Any = own.get(name)
    if known is None or name in NOT_FROM_A_FILE or known.model._meta.app_label == "wagtailcore":
        raise BadFile(line, f"Een pagina van het type {page._meta.verbose_name} heeft geen veld “{name}”.")
    if isinstance(known, models.ForeignKey) and known.related_model is Organisatie:
        value = find_organisatie(as_text(value, line, name), line)
    elif isinstance(known, models.ForeignKey) and known.related_model is Gemeente:
        value = find_gemeente(as_text(value, line, name), line)
    elif isinstance(known, models.DateField | DatumField):
        set_date(page, name, value, line, name)
        return
    elif not isinstance(known, SIMPLE):
        raise BadFile(line, f"“{name}” is niet uit een bestand te vullen.")
    elif isinstance(known, models.BooleanField):
        value = as_yes_or_no(value, line, name)
    else:
        value = as_text(value, line, name)
    setattr(page, name, value)


def set_date(page: Pagina, name: str, value: Any, line: int, called: str) -> None:
    """A day, or for a field that takes it as much of a date as is known."""
    if isinstance(page._meta.get_field(name), DatumField):
        try:
            text = as_text(value, line, called)
            setattr(page, name, day_of(text) or parse(text))
        except ValidationError as error:
            raise BadFile(line, f"“{called}”: {' '.join(error.messages)}") from error
    else:
        setattr(page, name, as_date(value, line, called))


def check_lengths(page: Pagina, file: MarkdownFile) -> None:
    """The maximum that a form would hold a long text to: the model itself does not."""
    for name, reason in too_long(page).items():
        raise BadFile(file.line_of(name), f"{name}: {reason}")


def find_begrip(word: str, line: int) -> Begrip:
    """A Begrip by slug, term, abbreviation or alternative term. Raises BadFile when none or several fit."""
    return cast(Begrip, _found(import_names.begrip_named, word, line))


def find_organisatie(word: str, line: int) -> Organisatie:
    """The Organisatie with this name or abbreviation. Raises an error that names the line."""
    return cast(Organisatie, _found(import_names.organisatie_named, word, line))


def find_gemeente(word: str, line: int) -> Gemeente:
    """The Gemeente with this name or slug. Raises an error that names the line."""
    return cast(Gemeente, _found(import_names.gemeente_named, word, line))


def _found(named: Callable[[str], Any], word: str, line: int) -> Any:
    try:
        return named(word)
    except import_names.NotFound as error:
        raise BadFile(line, str(error)) from error
