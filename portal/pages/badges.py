"""How a state looks: one icon, tone and shape per kind, so that colour never carries the meaning alone."""

from collections.abc import Mapping
from typing import NamedTuple


class Look(NamedTuple):
    icon: str
    tone: str
    shape: str


NEUTRAL = Look("circle", "neutraal", "vlak")

# Shapes: a result is a block, a status a pill, a phase of work a tag with a point, a label has a dashed edge.
LOOKS: dict[str, Look] = {
    # resultaat
    "werkte": Look("circle-check", "goed", "blok"),
    "werkte_deels": Look("circle-dot-dashed", "let-op", "blok"),
    "werkte_niet": Look("circle-x", "fout", "blok"),
    "nog_onbekend": Look("circle-question-mark", "neutraal", "blok"),
    # bewijsgraad
    "onbeproefd": Look("circle-dashed", "neutraal", "vlak"),
    "lokaal_geevalueerd": Look("house", "info", "vlak"),
    "onafhankelijk_geevalueerd": Look("scale", "goed", "vlak"),
    "door_indiener": Look("pencil-line", "neutraal", "vlak"),
    # status van een aanbeveling
    "open": Look("circle-dot", "let-op", "pil"),
    "overgenomen": Look("check", "info", "pil"),
    "deels_overgenomen": Look("circle-dot-dashed", "let-op", "pil"),
    "niet_overgenomen": Look("circle-x", "fout", "pil"),
    "in_uitvoering": Look("loader", "info", "pil"),
    "uitgevoerd": Look("circle-check", "goed", "pil"),
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
}


def look_of(kind: str) -> Look:
    """The look of a kind; hyphens, spaces and underscores are the same."""
    return LOOKS.get(str(kind).strip().lower().replace("-", "_").replace(" ", "_"), NEUTRAL)


def register(looks: Mapping[str, Look]) -> None:
    """Let states of another package have a look. Raises ValueError for a kind that looks otherwise already."""
    if clash := [kind for kind, look in looks.items() if LOOKS.get(kind, look) != look]:
        raise ValueError(f"These kinds look otherwise already: {', '.join(clash)}.")
    LOOKS.update(looks)
