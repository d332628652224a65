"""What the front matter of a file says, put in the fields of a page: each value is read by the field that takes it."""

from __future__ import annotations

from typing import Any

from django.db import models

from .markdown_files import BadFile, MarkdownFile, as_date, as_text, as_yes_or_no
from .models import AlternatieveTerm, Begrip, Gemeente, Organisatie, Pagina

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
    elif isinstance(known, models.DateField):
        value = as_date(value, line, name)
    elif not isinstance(known, SIMPLE):
        raise BadFile(line, f"“{name}” is niet uit een bestand te vullen.")
    elif isinstance(known, models.BooleanField):
        value = as_yes_or_no(value, line, name)
    else:
        value = as_text(value, line, name)
    setattr(page, name, value)


def check_lengths(page: Pagina, file: MarkdownFile) -> None:
    """The maximum that a form would hold a long text to: the model itself does not."""
    for known in page._meta.get_fields():
        if isinstance(known, models.TextField) and known.max_length:
            length = len(getattr(page, known.name) or "")
            if length > known.max_length:
                reason = f"{known.name}: {length} tekens is te lang, het mogen er {known.max_length} zijn."
                raise BadFile(file.line_of(known.name), reason)


def find_begrip(word: str, line: int) -> Begrip:
    """A Begrip by slug, term, abbreviation or alternative term. Raises BadFile when none or several fit."""
    active = Begrip.objects.active()
    own = models.Q(slug__iexact=word) | models.Q(term__iexact=word) | models.Q(afkorting__iexact=word)
    other = AlternatieveTerm.objects.filter(term__iexact=word).values("begrip")
    return _only(list(active.filter(own)[:2]) or list(active.filter(pk__in=other)[:2]), "begrip", word, line)


def find_organisatie(word: str, line: int) -> Organisatie:
    own = models.Q(slug__iexact=word) | models.Q(title__iexact=word) | models.Q(afkorting__iexact=word)
    return _only(list(Organisatie.objects.filter(own)[:2]), "organisatie", word, line)


def find_gemeente(word: str, line: int) -> Gemeente:
    own = models.Q(slug__iexact=word) | models.Q(naam__iexact=word)
    return _only(list(Gemeente.objects.filter(own)[:2]), "gemeente", word, line)


def _only(found: list[Any], what: str, word: str, line: int) -> Any:
    if len(found) == 1:
        return found[0]
    raise BadFile(line, f"{'Meer dan één' if found else 'Geen'} {what} gevonden voor “{word}”.")
