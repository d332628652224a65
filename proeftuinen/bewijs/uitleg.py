"""The page that says what a grade of evidence and a verdict mean, from the constants that decide them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.choices import GetoondBewijs
from portal.visibility import reader_of

from ..choices import Bewijskracht, Registersoort
from ..navigation import weergaven
from ..selectors.parts import Badge
from ..selectors.rows import register_urls
from ..views import CRUMBS
from .oordeel import KRACHT, REGELS, VEROUDERING

# What each grade says, and what a reader might think that it says.
GRADEN = {
    GetoondBewijs.ONBEPROEFD: (
        "Niemand heeft onderzocht of het werkte.",
        "dat het niet werkt. Het is alleen niet bekend.",
    ),
    GetoondBewijs.DOOR_INDIENER: (
        "Wie het resultaat instuurde, schreef zelf wat het opleverde.",
        "dat een ander het heeft nagekeken.",
    ),
    GetoondBewijs.LOKAAL_GEEVALUEERD: (
        "Een organisatie met naam heeft het op die plek onderzocht. Dat mag een partner van de proeftuin zijn.",
        "dat het elders ook zo gaat, of dat een buitenstaander ernaar keek.",
    ),
    GetoondBewijs.ONAFHANKELIJK_GEEVALUEERD: (
        "Een organisatie die geen partner van de proeftuin is, heeft het onderzocht.",
        "dat de aanpak een keurmerk heeft, of dat hij overal werkt.",
    ),
}


@require_safe
def bewijs(request: HttpRequest) -> HttpResponse:
    """GET /programma/bewijs/: linked wherever a grade or a verdict is shown."""
    reader = reader_of(request)
    start = {kracht: graad for graad, kracht in KRACHT.items()}
    context = {
        "crumbs": CRUMBS,
        "weergaven": weergaven(),
        "reader": reader,
        "graden": [(Badge(graad.value, str(graad.label)), *GRADEN[graad]) for graad in GetoondBewijs],
        "krachten": [
            (Badge(kracht.value, str(kracht.label)), f"Begint bij de bewijsgraad “{start[kracht].label}”.")
            for kracht in Bewijskracht
        ],
        "regels": REGELS,
        "veroudering": VEROUDERING,
        "oplossingen_url": register_urls(reader).get(Registersoort.OPLOSSING, ""),
    }
    return render(request, "proeftuinen/bewijs.html", context)
