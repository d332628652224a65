"""What a question finds as a file: CSV for a spreadsheet, JSON for a program. The most relevant so many."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from django.utils.text import capfirst

from search import service
from search.protocol import EngineUnavailable
from search.types import Hit, SearchQuery

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
MOST = 1_000
# What a spreadsheet would run as a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("titel", "soort", "samenvatting", "adres", "gepubliceerd", "gewijzigd", "kenmerken", "voorbeeld")


def rows(query: SearchQuery, kinds: Mapping[str, str], root: str) -> Iterator[dict[str, str]]:
    """One row a hit, at most MOST; EngineUnavailable when there is no answer, which an empty file would hide.

    `root` makes the addresses absolute: "https://example.org" say.
    """
    for page in range(1, MOST // service.LARGEST_PAGE + 1):
        answer = service.search(query, page=page, size=service.LARGEST_PAGE)
        if not answer.engine:
            raise EngineUnavailable(answer.notice)
        yield from (_row(hit, kinds, root) for hit in answer.hits)
        if page >= answer.pages:
            break


def _row(hit: Hit, kinds: Mapping[str, str], root: str) -> dict[str, str]:
    return {
        "titel": hit.title_text,
        "soort": kinds.get(hit.kind, hit.kind),
        "samenvatting": hit.summary_text,
        "adres": f"{root}{hit.url}" if hit.url.startswith("/") else hit.url,
        "gepubliceerd": hit.published.isoformat() if hit.published else "",
        "gewijzigd": hit.changed.isoformat(timespec="seconds"),
        "kenmerken": ", ".join(hit.meta.values()),
        "voorbeeld": "ja" if hit.apart else "nee",
    }


def written(found: Iterator[dict[str, str]], fmt: str) -> str:
    """The rows in one of FORMATS. CSV has ; between the cells and a BOM, as a Dutch spreadsheet reads it."""
    if fmt == "json":
        return json.dumps(list(found), ensure_ascii=False, indent=1) + "\n"
    text = StringIO()
    text.write("\ufeff")
    writer: Any = csv.writer(text, delimiter=";")
    writer.writerow([capfirst(name) for name in COLUMNS])
    for row in found:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return text.getvalue()


def _cell(text: str) -> str:
    """Text that would run as a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(RISKY) else text
