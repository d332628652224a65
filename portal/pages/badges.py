"""How a state looks: one icon, tone and shape per kind, so that colour never carries the meaning alone."""

from typing import NamedTuple


class Look(NamedTuple):
    icon: str
    tone: str
    shape: str


NEUTRAL = Look("circle", "neutraal", "vlak")

# Shapes: a result is a block, a status a pill, a stadium a tag with a point, a label has a dashed edge.
LOOKS: dict[str, Look] = {
    # resultaat van een toepassing
    "werkte": Look("circle-check", "goed", "blok"),
    "werkte_deels": Look("circle-dot-dashed", "let-op", "blok"),
    "werkte_niet": Look("circle-x", "fout", "blok"),
    "nog_onbekend": Look("circle-question-mark", "neutraal", "blok"),
    # status van een knelpunt
    "gesignaleerd": Look("eye", "let-op", "pil"),
    "geduid": Look("search-check", "let-op", "pil"),
    "geadresseerd": Look("milestone", "info", "pil"),
    "in_oplossing": Look("loader", "info", "pil"),
    "opgelost": Look("circle-check", "goed", "pil"),
    "geaccepteerd": Look("handshake", "neutraal", "pil"),
    "niet_oplosbaar": Look("circle-slash", "fout", "pil"),
    # stadium van een proeftuin
    "idee": Look("lightbulb", "neutraal", "punt"),
    "voorbereiding": Look("pencil-line", "neutraal", "punt"),
    "loopt": Look("play", "info", "punt"),
    "evaluatie": Look("microscope", "let-op", "punt"),
    "geborgd": Look("badge-check", "goed", "punt"),
    "gestopt": Look("ban", "fout", "punt"),
    "onbekend": Look("circle-question-mark", "neutraal", "punt"),
    # bewijsgraad
    "onbeproefd": Look("circle-dashed", "neutraal", "vlak"),
    "lokaal_geevalueerd": Look("house", "info", "vlak"),
    "onafhankelijk_geevalueerd": Look("scale", "goed", "vlak"),
    "door_indiener": Look("pencil-line", "neutraal", "vlak"),
    # hoe sterk het bewijs voor een oplossing is
    "geen": Look("circle-dashed", "neutraal", "vlak"),
    "zwak": Look("signal-low", "let-op", "vlak"),
    "redelijk": Look("signal-medium", "info", "vlak"),
    "sterk": Look("signal-high", "goed", "vlak"),
    # wat de toepassingen van een oplossing samen zeggen; wat elk resultaat zegt staat boven
    "niet_toegepast": Look("circle-dashed", "neutraal", "blok"),
    "werkte_meestal": Look("circle-check-big", "goed", "blok"),
    "werkte_meestal_niet": Look("circle-minus", "fout", "blok"),
    "wisselend": Look("arrow-left-right", "let-op", "blok"),
    # neveneffect
    "gewenst": Look("thumbs-up", "goed", "vlak"),
    "ongewenst": Look("triangle-alert", "let-op", "vlak"),
    # status van een aanbeveling
    "open": Look("circle-dot", "let-op", "pil"),
    "overgenomen": Look("check", "info", "pil"),
    "deels_overgenomen": Look("circle-dot-dashed", "let-op", "pil"),
    "niet_overgenomen": Look("circle-x", "fout", "pil"),
    "in_uitvoering": Look("loader", "info", "pil"),
    "uitgevoerd": Look("circle-check", "goed", "pil"),
    # mijlpaal
    "gepland": Look("calendar", "neutraal", "pil"),
    "gehaald": Look("circle-check", "goed", "pil"),
    "behaald": Look("circle-check", "goed", "pil"),
    "vertraagd": Look("clock", "let-op", "pil"),
    "vervallen": Look("circle-slash", "neutraal", "pil"),
    # wijziging
    "nieuw": Look("circle-plus", "info", "vlak"),
    "herzien": Look("refresh-cw", "neutraal", "vlak"),
    "statuswijziging": Look("flag", "info", "vlak"),
    # labels
    "voorbeeld": Look("flask-conical", "neutraal", "stippel"),
    "ketenpartner": Look("lock", "merk", "slot"),
    "vervangen": Look("history", "let-op", "vlak"),
    "verouderd": Look("clock", "let-op", "vlak"),
    "instrument": Look("wrench", "neutraal", "vlak"),
    "niveau": Look("landmark", "neutraal", "vlak"),
}


def look_of(kind: str) -> Look:
    """The look of a kind; hyphens, spaces and underscores are the same."""
    return LOOKS.get(str(kind).strip().lower().replace("-", "_").replace(" ", "_"), NEUTRAL)
