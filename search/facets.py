"""The facets by which results can be narrowed; which there are is the settings' affair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow results. `name` is the key in `SearchDocument.facets` and in the URL.

    `value_labels` gives slug -> label, in the order in which the values are shown when `ordered`, else the most
    frequent come first. A slug without a label is not offered. It is asked once per page of results.
    """

    name: str
    label: str
    value_labels: Callable[[], Mapping[str, str]]
    order: int = 0
    ordered: bool = False
