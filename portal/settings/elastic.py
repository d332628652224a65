"""How to reach the Elasticsearch cluster; read by the engine "elastic" only."""

import os
import re
import ssl

from django.core.exceptions import ImproperlyConfigured

from .environment import number, whole


def cluster() -> dict[str, object]:
    """What cannot work is said at start-up: later it would look like a server that is away."""
    hosts = [host.strip().rstrip("/") for host in os.environ.get("ELASTICSEARCH_URL", "").split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(r"https?://[^/\s]+:\d+(/\S*)?", host):
            raise ImproperlyConfigured(
                f"ELASTICSEARCH_URL must name servers as https://host:port, with a comma between them; not {host!r}."
            )
    authority = os.environ.get("ELASTICSEARCH_CA", "")
    if authority:
        try:
            ssl.create_default_context(cafile=authority)
        except OSError as error:
            raise ImproperlyConfigured(f"ELASTICSEARCH_CA names no file of certificates in PEM: {error}") from error
    return {
        "HOSTS": hosts,
        "API_KEY": os.environ.get("ELASTICSEARCH_API_KEY", ""),
        "CA_CERTS": authority,
        # Begins the name of every index; an API key may be limited to it.
        "PREFIX": os.environ.get("ELASTICSEARCH_PREFIX", "kennisportaal"),
        # One copy where there is a second node to hold it.
        "REPLICAS": whole("ELASTICSEARCH_REPLICAS", "1" if len(hosts) > 1 else "0"),
        # Seconds. A reader waits for the first; then the embedded index answers.
        "SEARCH_TIMEOUT": number("ELASTICSEARCH_TIMEOUT", "1.5"),
        "WRITE_TIMEOUT": number("ELASTICSEARCH_WRITE_TIMEOUT", "10"),
    }
