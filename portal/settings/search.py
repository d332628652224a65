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
        "portal.search_sources.PaginaSource",
        "portal.search_sources.BegripSource",
        "portal.search_sources.AanbevelingSource",
        "portal.wetsartikel_search.WetsartikelSource",
        "proeftuinen.search_sources.TrackerSource",
        "proeftuinen.toepassing_source.ToepassingSource",
    ],
    "LEFT_OUT": [],
    "VOCABULARY": "portal.search_sources.BegripVocabulary",
    # What editors put above the results of one question.
    "PROMOTIONS": "portal.promotions.promoted",
    "FACETS": "proeftuinen.search_sources.FACETS",
    "AUDIENCE": "portal.visibility.audience_of",
    "FILES": "portal.downloads.rows_as_file",
    "ELASTIC": elastic.cluster(),
}
