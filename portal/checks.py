"""Nothing that editors publish is forgotten: each page type and snippet says what it is, and search finds its words.

What a type says stands beside its model, as its `declaration` (see `soorten`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from search import conf

from .datum_fields import DatumField
from .soorten import Soort, function, lineage

# Columns in which a machine writes, or that hold one of a few values.
NO_TEXT = (DatumField, models.UUIDField, models.FilePathField)


def editable_models() -> list[type[models.Model]]:
    """The page types and snippets of our own packages."""
    found = [model for model in apps.get_models() if issubclass(model, Page)] + list(get_snippet_models())
    return [model for model in dict.fromkeys(found) if model._meta.app_label in settings.OWN_APPS]


def text_fields(model: type[models.Model]) -> Iterator[str]:
    """The fields of a model in which somebody writes, and `rows.field` of what stands below it in its own package."""
    yield from own_texts(model)
    for relation in model._meta.related_objects:
        rows: Any = relation.related_model
        is_ours = rows._meta.app_label == relation.model._meta.app_label and rows._meta.app_label in settings.OWN_APPS
        if is_ours and "declaration" not in vars(rows) and not relation.one_to_one:
            yield from (f"{relation.get_accessor_name()}.{text}" for text in own_texts(rows))


def own_texts(model: type[models.Model]) -> Iterator[str]:
    """The names of the fields of a model in which an editor writes text of their own."""
    for field in model._meta.get_fields():
        is_text = isinstance(field, models.CharField | models.TextField | StreamField)
        if is_text and not isinstance(field, NO_TEXT) and not getattr(field, "choices", None):
            yield field.name


def is_found(model: type[models.Model]) -> bool:
    """Whether a source makes documents of this very type; a type that it only inherits from does not count."""
    return any(model in getattr(source, "types", ()) for source in conf.sources().values())


@register
def every_type_says_what_it_is(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error for each type without a declaration, that is not found, of which a text is forgotten, or that names
    what is not there."""
    found: list[CheckMessage] = []
    for model in editable_models():
        own = vars(model).get("declaration")
        if not isinstance(own, Soort):
            hint = "Give it a `declaration` of its own: see portal.soorten.Soort."
            found.append(Error(f"{model._meta.label} has no declaration.", hint=hint, obj=model, id="portal.E001"))
            continue
        found += _misnamed(model, own)
        if own.left_out:
            continue
        if not is_found(model):
            hint = "Name it in the `types` of a source, or say in its declaration why it is `left_out`."
            found.append(Error(f"{model._meta.label} is not found by search.", hint=hint, obj=model, id="portal.E002"))
        named = {name for soort in lineage(model) for name in (*soort.searched, *soort.placed, *soort.not_searched)}
        for name in text_fields(model):
            if name not in named:
                hint = "Name it in the declaration as searched or placed, or as not_searched with the reason."
                text = f"{model._meta.label}: search forgets the text of {name}."
                found.append(Error(text, hint=hint, obj=model, id="portal.E003"))
    return found


def _misnamed(model: type[models.Model], own: Soort) -> Iterator[CheckMessage]:
    """What a declaration names and the code does not have."""
    known = {*text_fields(model)}
    for name in (*own.searched, *own.placed, *own.not_searched):
        if name not in known:
            text = f"{model._meta.label} declares a text {name} that it does not have."
            yield Error(text, obj=model, id="portal.E004")
    for path in filter(None, (own.context, own.listing, own.form)):
        try:
            function(path)
        except ImportError as error:
            yield Error(f"{model._meta.label} declares {path}: {error}", obj=model, id="portal.E005")
