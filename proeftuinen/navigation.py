"""Where a reader can go from a view of the tracker: its other views, and its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse


def weergaven(current: str = "") -> list[dict[str, Any]]:
    """The ways to look at the whole programme, for the bar above each of them."""
    views = (
        ("programma", "Dashboard", "layout-dashboard"),
        ("matrix", "Matrix", "grid-3x3"),
        ("witte_vlekken", "Witte vlekken", "scan-search"),
        ("vergelijken", "Vergelijken", "columns-3"),
        ("kaart", "Kaart", "map"),
    )
    return [{"title": t, "url": reverse(name), "icon": icon, "nu": name == current} for name, t, icon in views]


def export_links(soort: str, query: str) -> list[dict[str, Any]]:
    """The files of what is on screen; the workbook is a form, see templates/components/downloads.html."""
    tail = f"?{query}" if query else ""
    csv, xlsx, json = (reverse("tracker_export", args=[soort, fmt]) for fmt in ("csv", "xlsx", "json"))
    return [
        {"label": "Download als CSV", "url": csv + tail},
        {"label": "Download als Excel", "action": xlsx, "fields": parse_qsl(query)},
        {"label": "Download als JSON", "url": json + tail},
    ]
