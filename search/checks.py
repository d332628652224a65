"""Says at start-up what is wrong with the settings of search."""

from __future__ import annotations

import re
from typing import Any

from django.core.checks import Error, register

from search import conf

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
RESERVED = {"q", "sorteer", "pagina", "gewijzigd_sinds", "van", "tot", "readers"}


@register()
def settings_can_be_used(**_: Any) -> list[Error]:
    """Every name in the setting SEARCH leads somewhere, and facets do not take each other's place in the URL."""
    if conf.engine_name() not in ("embedded", "elastic"):
        return [Error("SEARCH['ENGINE'] must be 'embedded' or 'elastic'.", id="search.E001")]
    if conf.engine_name() == "elastic" and not conf.option("ELASTIC", {}).get("HOSTS"):
        return [Error("SEARCH['ELASTIC']['HOSTS'] names no server.", id="search.E006")]
    try:
        sources, facets = conf.sources(), conf.facets()
        conf.vocabulary()
        conf.promotions()
    except (ImportError, AttributeError, KeyError) as error:
        return [Error(f"The setting SEARCH names something that cannot be imported: {error}", id="search.E002")]
    found = [
        Error(f"Source name {name!r} must be small letters, digits and _.", id="search.E003")
        for name in sources
        if not NAME.match(name)
    ]
    if len(sources) != len(conf.option("SOURCES", ())):
        found.append(Error("Two sources in SEARCH['SOURCES'] have the same name.", id="search.E004"))
    names = [facet.name for facet in facets]
    found += [
        Error(f"Facet name {name!r} is taken or no name.", id="search.E005")
        for name in names
        if name in RESERVED or not NAME.match(name) or names.count(name) > 1
    ]
    return found
