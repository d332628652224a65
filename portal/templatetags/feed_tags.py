"""What templates ask of the feeds: those of the results of a search, and which types have news."""

from typing import Any

from django import template

from portal.following.links import search_feed_links
from portal.soorten import names

register = template.Library()


@register.simple_tag(takes_context=True)
def search_feeds(context: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(title, url, mime) of the search on screen, in each format."""
    return search_feed_links(context["request"].GET)


@register.simple_tag
def soorten_met_nieuws() -> str:
    """The types of page of which a first publication is news, by spaces: a page is like another one of these."""
    return " ".join(names(followed=True))
