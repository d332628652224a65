"""What is searched, and with which engine. The only settings that the package search reads."""

import os
from pathlib import Path

VAR_DIR = Path(os.environ.get("KENNISPORTAAL_VAR", Path(__file__).resolve().parent.parent.parent / "var"))

SEARCH = {
    # "embedded" needs no server; "elastic" asks the cluster below and falls back to the embedded index.
    "ENGINE": os.environ.get("SEARCH_ENGINE", "embedded"),
    "EMBEDDED_PATH": VAR_DIR / "search",
    "SOURCES": [
        "portal.search_sources.PaginaSource",
        "portal.search_sources.BegripSource",
        "portal.search_sources.AanbevelingSource",
        "proeftuinen.search_sources.TrackerSource",
    ],
    "VOCABULARY": "portal.search_sources.BegripVocabulary",
    "FACETS": "proeftuinen.search_sources.FACETS",
    "AUDIENCE": "portal.visibility.audience_of",
    # Only read by the engine "elastic". PREFIX begins the name of every index; an API key may be limited to it.
    "ELASTIC": {
        "HOSTS": [host for host in os.environ.get("ELASTICSEARCH_URL", "").split(",") if host],
        "API_KEY": os.environ.get("ELASTICSEARCH_API_KEY", ""),
        "CA_CERTS": os.environ.get("ELASTICSEARCH_CA", ""),
        "PREFIX": os.environ.get("ELASTICSEARCH_PREFIX", "kennisportaal"),
        "REPLICAS": int(os.environ.get("ELASTICSEARCH_REPLICAS", "0")),
        "SEARCH_TIMEOUT": 1.5,
        "WRITE_TIMEOUT": 10.0,
    },
}
