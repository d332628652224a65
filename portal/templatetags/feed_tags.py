"""The feeds of a page that knows nothing of feeds: the results of a search."""

from typing import Any

from django import template

from ..following.links import search_feed_links

register = template.Library()


@register.simple_tag(takes_context=True)
def search_feeds(context: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(title, url, mime) of the search on screen, in each format."""
    return search_feed_links(context["request"])
