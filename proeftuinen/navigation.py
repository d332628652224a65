"""Where a reader can go from a view of the tracker: its other views, and its files."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from portal.lists.downloads import download_links
from portal.lists.files import FORMATS

from .lists.exports import EXPORTS


def weergaven(current: str = "") -> list[dict[str, Any]]:
    """The ways to look at the whole programme, for the bar above each of them."""
    views = (
        ("programma", "Dashboard", "layout-dashboard"),
        ("matrix", "Matrix", "grid-3x3"),
        ("witte_vlekken", "Witte vlekken", "scan-search"),
        ("vergelijken", "Vergelijken", "columns-3"),
        ("kaart", "Kaart", "map"),
        ("aanbevelingen", "Aanbevelingen", "megaphone"),
    )
    return [{"title": t, "url": reverse(name), "icon": icon, "nu": name == current} for name, t, icon in views]


def export_links(soort: str, query: str, wat: str = "Download") -> list[dict[str, Any]]:
    """The files of what is on screen, see templates/components/downloads.html."""
    addresses = {fmt: reverse("tracker_export", args=[soort, fmt]) for fmt in FORMATS}
    return download_links(EXPORTS[soort].kolommen, addresses, query, EXPORTS[soort].titel, wat)


def all_files() -> list[dict[str, str]]:
    """Everything of the tracker that the reader may see, a file for each kind."""
    return [
        {"label": f"Alle {soort} (CSV)", "url": reverse("tracker_export", args=[soort, "csv"])} for soort in EXPORTS
    ]
