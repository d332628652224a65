"""What the tracker shows on pages of the portal: each tag calls one selector and renders one component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from portal.models import Begrip, Organisatie, Pagina, Praktijkvoorbeeld, Rapport
from portal.pages.badges import look_of
from portal.visibility import Reader, anonymous
from proeftuinen.querysets import aanbevelingen
from proeftuinen.selectors import tracker
from proeftuinen.selectors.aanbevelingen import Koppeling, koppelingen_of
from proeftuinen.selectors.praktijk import Banden, banden_of
from proeftuinen.selectors.steun import rustende_oplossingen

from ..selectors.programma import overzicht as programma_selector

register = template.Library()


def _reader(context: Context) -> Reader:
    """The reader of the page; where a template does not say, the one who sees least."""
    known = context.get("reader")
    return known if isinstance(known, Reader) else anonymous()


@register.inclusion_tag("proeftuinen/components/programma.html", takes_context=True)
def programma(context: Context) -> dict[str, Any]:
    """The state of the programme, for the front page."""
    return {"programma": programma_selector.programma(_reader(context))}


@register.inclusion_tag("proeftuinen/components/in_beweging.html", takes_context=True)
def proeftuinen_in_beweging(context: Context, aantal: int = 4) -> dict[str, Any]:
    """The Proeftuinen in which something changed last."""
    return {"kaarten": programma_selector.proeftuinen_in_beweging(_reader(context), aantal)}


@register.inclusion_tag("proeftuinen/components/tracker.html", takes_context=True)
def tracker_for_begrip(context: Context, begrip: Begrip) -> dict[str, Any]:
    """The Knelpunten, Proeftuinen and Oplossingen that carry a Begrip."""
    return {
        "feiten": tracker.feiten_for_begrip(begrip, _reader(context)),
        "knelpunten_titel": "Knelpunten",
        "proeftuinen_titel": "Proeftuinen",
        "oplossingen_titel": "Oplossingen",
    }


@register.inclusion_tag("proeftuinen/components/tracker.html", takes_context=True)
def tracker_for_organisatie(context: Context, organisatie: Organisatie) -> dict[str, Any]:
    """Where it is their turn, and in which Proeftuinen they take part."""
    return {
        "feiten": tracker.feiten_for_organisatie(organisatie, _reader(context)),
        "knelpunten_titel": "Knelpunten waarbij deze organisatie aan zet is",
        "proeftuinen_titel": "Partner in deze proeftuinen",
    }


@register.simple_tag(takes_context=True)
def banden(context: Context, praktijkvoorbeeld: Praktijkvoorbeeld) -> Banden:
    """What a Praktijkvoorbeeld belongs to."""
    return banden_of(praktijkvoorbeeld, _reader(context))


@register.inclusion_tag("proeftuinen/components/rustend.html", takes_context=True)
def oplossingen_op(context: Context, pagina: Pagina) -> dict[str, Any]:
    """The Oplossingen that rest on a Handreiking or Hulpmiddel, and how those did."""
    return {"oplossingen": rustende_oplossingen(pagina, _reader(context))}


@register.simple_tag(takes_context=True)
def koppelingen(context: Context, rapport: Rapport) -> Mapping[int, Koppeling]:
    """Number -> the Knelpunten and Proeftuinen that are about each recommendation of a Rapport."""
    return koppelingen_of(rapport, _reader(context))


@register.inclusion_tag("proeftuinen/components/koppeling.html")
def koppeling(koppelingen: Mapping[int, Koppeling], nummer: int) -> dict[str, Any]:
    """The Knelpunten and Proeftuinen of one recommendation, from `koppelingen`."""
    return {"rij": koppelingen.get(nummer)}


@register.inclusion_tag("proeftuinen/components/naar_aanbevelingen.html", takes_context=True)
def naar_aanbevelingen(context: Context) -> dict[str, Any]:
    """The way from the Rapporten to what was done with their recommendations."""
    rows: Any = aanbevelingen(_reader(context))
    return {"aantal": rows.amount()}


@register.inclusion_tag("proeftuinen/components/teken.html")
def teken(teken: Any) -> dict[str, Any]:
    """One result in a cell of the matrix, with the icon that it has everywhere."""
    return {"teken": teken, "icon_name": look_of(teken.kind).icon}
