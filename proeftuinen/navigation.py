"""Where a reader can go from a view of the tracker: its other views, and its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse

from .export_lists import EXPORTS


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
    """The files of what is on screen, see templates/components/downloads.html: each format at once, or with a choice.

    A workbook is made on demand, so it is a form and no link that a crawler follows.
    """
    tail = f"?{query}" if query else ""
    csv, xlsx, json = (reverse("tracker_export", args=[soort, fmt]) for fmt in ("csv", "xlsx", "json"))
    fields = parse_qsl(query)
    return [
        {"label": f"{wat} als CSV", "url": csv + tail},
        {"label": f"{wat} als Excel", "action": xlsx, "fields": fields},
        {"label": f"{wat} als JSON", "url": json + tail},
        {
            "label": "Kies kolommen",
            # A page may have several.
            "naam": f"Kies kolommen van {EXPORTS[soort].titel.lower()}",
            "fields": fields,
            "kolommen": [{"naam": column.name, "label": column.label} for column in EXPORTS[soort].kolommen],
            "formaten": [
                {"label": label, "action": action}
                for label, action in (("Als CSV", csv), ("Als Excel", xlsx), ("Als JSON", json))
            ],
        },
    ]


def all_files() -> list[dict[str, str]]:
    """Everything of the tracker that the reader may see, a file for each kind."""
    return [
        {"label": f"Alle {soort} (CSV)", "url": reverse("tracker_export", args=[soort, "csv"])} for soort in EXPORTS
    ]
