"""What each page type of the tracker adds to its template; the declarations of the models name these functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.visit import Visit

from .bewijs.oordeel import REGELS, VEROUDERING
from .models import Knelpunt, Oplossing, Proeftuin, Register, Toepassing
from .selectors.knelpunt import knelpunt_overzicht
from .selectors.oordelen import verdict_badges
from .selectors.oplossing import oplossing_overzicht
from .selectors.proeftuin import proeftuin_overzicht
from .selectors.register import register_list
from .selectors.rows import toepassing_row

# How many past shares a reader may open at once.
MOST_PAST = 50


def proeftuin_context(page: Proeftuin, visit: Visit) -> Mapping[str, Any]:
    return {"overzicht": proeftuin_overzicht(page, visit.reader, visit.query.getlist("past")[:MOST_PAST])}


def knelpunt_context(page: Knelpunt, visit: Visit) -> Mapping[str, Any]:
    return {"overzicht": knelpunt_overzicht(page, visit.reader)}


def oplossing_context(page: Oplossing, visit: Visit) -> Mapping[str, Any]:
    """With the verdict, and the rule by which it was reached."""
    overzicht = oplossing_overzicht(page, visit.reader)
    return {
        "overzicht": overzicht,
        "kenmerken": verdict_badges(overzicht.oordeel),
        "regels": REGELS,
        "veroudering": VEROUDERING,
        "vijf_i": page.vijf_i,
        "volledigheid": page.volledigheid,
    }


def register_context(page: Register, visit: Visit) -> Mapping[str, Any]:
    return register_list(page, visit.reader, visit.query)


def toepassing_preview(row: Toepassing, visit: Visit) -> Mapping[str, Any]:
    """What an editor sees of a Toepassing before it is published."""
    shown = toepassing_row(row, visit.reader)
    return {"toepassing": shown, "toepassingen": [shown]}
