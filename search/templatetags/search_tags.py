"""What the index knows beside a page."""

from __future__ import annotations

from typing import Any

from django import template

from search import conf, service
from search.results import presenters

register = template.Library()


@register.simple_tag(takes_context=True)
def similar(context: dict[str, Any], source: str, object_id: Any, size: int = 3, kinds: str = "") -> list[Any]:
    """Rows of a list: documents like this one that the reader may see. `kinds`: of these kinds only, by spaces."""
    key = f"{source}:{object_id}"
    found = service.similar(key, size, kinds.split(), conf.audience_of(context["request"]))
    return [presenters.item(hit, service.kinds()) for hit in found]
