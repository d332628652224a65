"""How the states of the tracker look; the machinery is portal's."""

from portal.pages.badges import Look

LOOKS = {
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
    # mijlpaal
    "gepland": Look("calendar", "neutraal", "pil"),
    "gehaald": Look("circle-check", "goed", "pil"),
    "behaald": Look("circle-check", "goed", "pil"),
    "vertraagd": Look("clock", "let-op", "pil"),
    "vervallen": Look("circle-slash", "neutraal", "pil"),
    "niveau": Look("landmark", "neutraal", "vlak"),
}
