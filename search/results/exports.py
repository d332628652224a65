"""What a question finds as the rows of a file, the most relevant so many. How a file is written, the settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst

from search import conf, service
from search.protocol import EngineUnavailable
from search.types import Hit, SearchQuery

FORMATS = ("csv", "xlsx", "json")
MOST = 1_000
BETWEEN = "; "
FIRST = ("id", "titel", "soort", "samenvatting")
LAST = ("kenmerken", "voorbeeld", "gepubliceerd", "gewijzigd", "adres")


def columns() -> dict[str, str]:
    """Name -> heading of each column: what there is of every hit, and the facets between."""
    own = {name: name if name == "id" else capfirst(name) for name in (*FIRST, *LAST)}
    facets = {facet.name: capfirst(facet.label) for facet in conf.facets() if facet.name not in own}
    return {**{name: own[name] for name in FIRST}, **facets, **{name: own[name] for name in LAST}}


def rows(query: SearchQuery, kinds: Mapping[str, str], root: str) -> Iterator[dict[str, Any]]:
    """One row a hit, at most MOST; EngineUnavailable when there is no answer, which an empty file would hide.

    `root` makes the addresses absolute: "https://example.org" say.
    """
    labels = {facet.name: facet.value_labels() for facet in conf.facets()}
    for page in range(1, MOST // service.LARGEST_PAGE + 1):
        answer = service.search(query, page=page, size=service.LARGEST_PAGE)
        if not answer.engine:
            raise EngineUnavailable(answer.notice)
        yield from (_row(hit, kinds, labels, root) for hit in answer.hits)
        if page >= answer.pages:
            break


def _row(hit: Hit, kinds: Mapping[str, str], labels: Mapping[str, Mapping[str, str]], root: str) -> dict[str, Any]:
    facets = {
        name: BETWEEN.join(known.get(value, value) for value in hit.facets.get(name, ()))
        for name, known in labels.items()
    }
    return {
        **facets,
        "id": hit.object_id,
        "titel": hit.title_text,
        "soort": kinds.get(hit.kind, hit.kind),
        "samenvatting": hit.summary_text,
        "adres": f"{root}{hit.url}" if hit.url.startswith("/") else hit.url,
        "gepubliceerd": hit.published,
        # What was never published as a page has no day on which it was changed.
        "gewijzigd": hit.changed if hit.published else None,
        "kenmerken": ", ".join(hit.meta.values()),
        "voorbeeld": "ja" if hit.apart else "nee",
    }
