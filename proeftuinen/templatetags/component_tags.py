"""Components that stand on several pages, each with its name as a tag: they draw what they are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("proeftuinen/components/balken.html")
def balken(balken: Sequence[Any], titel: str, kop: str) -> dict[str, Any]:
    """Bars that are their own table. `titel`: its caption; `kop`: what stands in its first column."""
    return {"balken": balken, "titel": titel, "kop": kop}


@register.inclusion_tag("proeftuinen/components/staaf.html")
def staaf(delen: Sequence[Any], naam: str) -> dict[str, Any]:
    """One bar divided in parts. `naam`: what it shows, in words."""
    return {"delen": delen, "staaf_naam": naam}


@register.inclusion_tag("proeftuinen/components/gebieden.html")
def gebieden(gebieden: Sequence[Any], titel: str, kop: str) -> dict[str, Any]:
    """Proeftuinen by area, as a table."""
    return {"gebieden": gebieden, "titel": titel, "kop": kop}


@register.inclusion_tag("proeftuinen/components/knelpunten.html")
def knelpunten(knelpunten: Sequence[Any]) -> dict[str, Any]:
    """Knelpunten with their state."""
    return {"knelpunten": knelpunten}


@register.inclusion_tag("proeftuinen/components/toepassingen.html")
def toepassingen(
    toepassingen: Sequence[Any], zonder: str = "", *, met_anker: bool = False, zonder_link: bool = False
) -> dict[str, Any]:
    """What happened when an Oplossing met a Knelpunt. `zonder`: the page that one is on, which is not named again."""
    return {"toepassingen": toepassingen, "zonder": zonder, "met_anker": met_anker, "zonder_link": zonder_link}


@register.inclusion_tag("proeftuinen/components/neveneffecten.html")
def neveneffecten(neveneffecten: Sequence[Any]) -> dict[str, Any]:
    """What a Toepassing did beside what it was meant for."""
    return {"neveneffecten": neveneffecten}


@register.inclusion_tag("proeftuinen/components/praktijkvoorbeelden.html")
def praktijkvoorbeelden(praktijkvoorbeelden: Sequence[Any]) -> dict[str, Any]:
    """Examples from practice that belong here."""
    return {"praktijkvoorbeelden": praktijkvoorbeelden}


@register.inclusion_tag("proeftuinen/components/oordeel.html")
def oordeel(overzicht: Any, regels: Sequence[Any], veroudering: Sequence[str]) -> dict[str, Any]:
    """The verdict over one Oplossing, with the rules that it follows from."""
    return {
        "oordeel": overzicht.oordeel,
        "sterkste": overzicht.sterkste,
        "neveneffecten": overzicht.neveneffecten,
        "regels": regels,
        "veroudering": veroudering,
    }
