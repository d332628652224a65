"""The facets of a page beside its Begrippen: each with the value that a page has, so that neither is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from search.facets import Facet

from ..choices import Politieregio, Provincie, Resultaat


@dataclass(frozen=True, slots=True)
class PageFacet:
    """A facet, and the value of a page for it: of `(page, its Gemeente or None)`, "" when it has none."""

    facet: Facet
    value: Callable[[Any, Any], str]


def choices(given: Iterable[tuple[str, Any]]) -> Any:
    return lambda: {str(value): capfirst(label) for value, label in given}


def of_place(name: str) -> Callable[[Any, Any], str]:
    """What a page says itself, else where its Gemeente lies."""
    return lambda page, gemeente: getattr(page, name, "") or (getattr(gemeente, name) if gemeente else "")


# What came of a page is told for many pages at once: `documents` asks `lists.uitkomsten`.
PAGE_FACETS = (
    PageFacet(
        Facet("resultaat", "resultaat", choices(Resultaat.choices), order=20, ordered=True),
        lambda page, gemeente: "",
    ),
    PageFacet(
        Facet("regio", "politieregio", choices(Politieregio.choices), order=21, ordered=True),
        of_place("politieregio"),
    ),
    PageFacet(
        Facet("provincie", "provincie", choices(Provincie.choices), order=22, ordered=True),
        of_place("provincie"),
    ),
)
