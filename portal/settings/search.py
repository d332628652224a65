"""What is searched, and with which engine. The only settings that the package search reads."""

import os
from pathlib import Path

from . import elastic
from .environment import one_of

VAR_DIR = Path(os.environ.get("KENNISPORTAAL_VAR", Path(__file__).resolve().parent.parent.parent / "var"))

SEARCH = {
    # "embedded" needs no server; "elastic" asks the cluster below and falls back to the embedded index.
    "ENGINE": one_of("SEARCH_ENGINE", "embedded", "elastic"),
    "EMBEDDED_PATH": VAR_DIR / "search",
    "SOURCES": [
        "portal.finding.sources.PaginaSource",
        "portal.finding.sources.BegripSource",
        "portal.finding.sources.AanbevelingSource",
        "portal.wetten.source.WetsartikelSource",
        "proeftuinen.finding.sources.TrackerSource",
        "proeftuinen.finding.toepassing_source.ToepassingSource",
    ],
    "LEFT_OUT": [],
    "VOCABULARY": "portal.finding.sources.BegripVocabulary",
    # What editors put above the results of one question.
    "PROMOTIONS": "portal.finding.promotions.promoted",
    "FACETS": "proeftuinen.finding.sources.FACETS",
    "AUDIENCE": "portal.visibility.audience_of",
    "FILES": "portal.lists.downloads.rows_as_file",
    "ELASTIC": elastic.cluster(),
}
