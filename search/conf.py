"""The settings of this package, read in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from search.facets import Facet
from search.source import Promotions, Source, Vocabulary
from search.types import Audience


def option(name: str, default: Any = None) -> Any:
    """A value of the setting SEARCH."""
    return settings.SEARCH.get(name, default)


def engine_name() -> str:
    """ "embedded" or "elastic"."""
    return str(option("ENGINE", "embedded"))


def embedded_path() -> Path:
    """The folder of the embedded index."""
    return Path(option("EMBEDDED_PATH"))


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Name -> source, in the order of the settings."""
    made: list[Source] = [import_string(path)() for path in option("SOURCES", ())]
    return {source.name: source for source in made}


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary | None:
    """The vocabulary; None when the settings name none."""
    path = option("VOCABULARY", "")
    return import_string(path)() if path else None


@lru_cache(maxsize=1)
def facets() -> tuple[Facet, ...]:
    """The facets in the order in which they are shown."""
    path = option("FACETS", "")
    return tuple(sorted(import_string(path), key=lambda facet: facet.order)) if path else ()


@lru_cache(maxsize=1)
def promotions() -> Promotions | None:
    """What editors promote; None when the settings name nothing."""
    path = option("PROMOTIONS", "")
    return import_string(path) if path else None


def audience_of(request: HttpRequest) -> Audience:
    """Who asks."""
    decide: Callable[[HttpRequest], Audience] = import_string(option("AUDIENCE"))
    return decide(request)


def file_of() -> Callable[..., HttpResponseBase]:
    """Answers with rows as a file: (address that gives it, name, columns as name -> heading, rows as dicts, format)."""
    made: Callable[..., HttpResponseBase] = import_string(option("FILES"))
    return made


def _forget(*, setting: str, **_: object) -> None:
    if setting == "SEARCH":
        for known in (sources, vocabulary, facets, promotions):
            known.cache_clear()


setting_changed.connect(_forget)
