"""Nothing that editors publish is forgotten: each page type and snippet says what it is, and search finds its words.

What a type says stands beside its model, as its `declaration` (see `soorten`).
"""

import pkgutil
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.blocks import Block
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


@register
def every_template_is_there(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error for each page type, and each block of a body, whose template is not there: who asks it gets a 500."""
    found: list[CheckMessage] = []
    pages: list[Any] = [model for model in editable_models() if issubclass(model, Page)]
    for page in pages:
        if page.is_creatable and not _is_template(page.template):
            found.append(Error(f"{page._meta.label} has no template {page.template}.", obj=page, id="portal.E006"))
    for kind, template in dict.fromkeys((type(one).__name__, getattr(one.meta, "template", "")) for one in _blocks()):
        if template and not _is_template(template):
            found.append(Error(f"{kind} has no template {template}.", id="portal.E006"))
    return found


@register
def every_module_is_imported(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error for each module of models or blocks that nobody imports: Django never hears of what stands in it."""
    return [
        Error(
            f"{module} is imported by nothing.",
            hint=f"Name what it holds in {package.replace('.', '/')}/__init__.py, or in the block that it is part of.",
            id="portal.E007",
        )
        for package in (*(f"{app}.models" for app in settings.OWN_APPS), "portal.blocks")
        for module in _modules(package)
        if module not in sys.modules
    ]


def _is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _blocks() -> Iterator[Block]:
    """Every block in a StreamField of our own, and all that it is made of."""
    fields = dict.fromkeys(field for model in editable_models() for field in model._meta.get_fields())
    waiting: list[Any] = [field.stream_block for field in fields if isinstance(field, StreamField)]
    while waiting:
        block = waiting.pop()
        yield block
        waiting += [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]


def _modules(package: str) -> Iterator[str]:
    """The modules of a package, those in its folders too; a folder of ours may do without an `__init__.py`."""
    for path in import_module(package).__path__:
        yield from (one.name for one in pkgutil.walk_packages([path], f"{package}.") if not one.ispkg)
