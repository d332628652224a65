"""Where a reader can go from a view of the tracker: its other views, and its files."""

from __future__ import annotations

from typing import Any

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


def export_links(soort: str, query: str) -> list[dict[str, str]]:
    """The files of what is on screen."""
    labels = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    return [
        {
            "label": f"Download als {label}",
            "url": f"{reverse('tracker_export', args=[soort, fmt])}{f'?{query}' if query else ''}",
        }
        for fmt, label in labels
    ]
