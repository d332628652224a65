"""What the tracker shows on pages of the portal: each tag calls one selector and renders one component."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from portal.badges import look_of
from portal.models import Begrip, Organisatie, Rapport
from portal.visibility import Reader, anonymous
from proeftuinen.selectors import programma as programma_selector
from proeftuinen.selectors import tracker

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


@register.inclusion_tag("proeftuinen/components/tracker.html", takes_context=True)
def tracker_for_rapport(context: Context, rapport: Rapport) -> dict[str, Any]:
    """The Knelpunten and Proeftuinen that the recommendations of a Rapport are about."""
    return {
        "feiten": tracker.feiten_for_rapport(rapport, _reader(context)),
        "knelpunten_titel": "Knelpunten waarover de aanbevelingen gaan",
        "proeftuinen_titel": "Proeftuinen die ermee aan de slag zijn",
    }


@register.inclusion_tag("proeftuinen/components/teken.html")
def teken(teken: Any) -> dict[str, Any]:
    """One result in a cell of the matrix, with the icon that it has everywhere."""
    return {"teken": teken, "icon_name": look_of(teken.kind).icon}
