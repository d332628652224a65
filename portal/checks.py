"""Nothing that editors publish is forgotten by search: each page type and snippet is found, or left out by name."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.db import models
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from search import conf

OURS = ("portal", "proeftuinen")


def editable_models() -> list[type[models.Model]]:
    """The page types and snippets of our own packages."""
    found = [model for model in apps.get_models() if issubclass(model, Page)] + list(get_snippet_models())
    return [model for model in dict.fromkeys(found) if model._meta.app_label in OURS]


@register
def every_type_is_searched_or_left_out(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An error for each model that no source watches and SEARCH["LEFT_OUT"] does not name."""
    watched = tuple(model for source in conf.sources().values() for model in source.models)
    left_out = set(conf.option("LEFT_OUT", ()))
    return [
        Error(
            f"{model._meta.label} is not found by search.",
            hint='Add a source to SEARCH["SOURCES"], or name it in SEARCH["LEFT_OUT"] when nobody should find it.',
            obj=model,
            id="portal.E001",
        )
        for model in editable_models()
        if not issubclass(model, watched) and model._meta.label not in left_out
    ]
