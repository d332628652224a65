"""Presentational tags: they draw a decided value and look nothing up."""

import datetime
import json
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from portal.datum import Datum

from ..markdown.markup import drawn_svg, json_for_script
from ..pages.badges import look_of

register = template.Library()

SOORT_ICONS = {
    "handreiking": "book-open",
    "hulpmiddel": "wrench",
    "praktijkvoorbeeld": "lightbulb",
    "rapport": "file-chart-column",
    "organisatie": "building-2",
    "nieuws": "newspaper",
    "proeftuin": "sprout",
    "knelpunt": "construction",
    "oplossing": "key-round",
    "toepassing": "puzzle",
    "aanbeveling": "megaphone",
    "begrip": "book-a",
    "wetsartikel": "scale",
}


@lru_cache(maxsize=512)
def _svg(name: str, size: int, css_class: str) -> SafeString:
    svg = lucide._render_icon(name, size, **{"class": css_class, "aria-hidden": "true", "focusable": "false"})
    return drawn_svg(svg)


@register.simple_tag
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """A decorative icon of the set: hidden from a screen reader, so a word must stand beside it."""
    return _svg(str(name), size, escape(f"icon {css_class}".strip()))


@register.simple_tag
def soort_icon(soort: str, size: int = 18) -> SafeString:
    """The icon of a type of content; a plain page for a type that has none of its own."""
    return _svg(SOORT_ICONS.get(str(soort), "file-text"), size, "icon")


@register.simple_tag
def datum(value: Datum | datetime.date | datetime.datetime | None, style: str = "lang") -> SafeString | str:
    """A date in a <time> element: `lang` is 24 november 2026, `kort` is 24 nov 2026, `tijd` adds the hour.

    Of a Datum no more than is known: "maart 2013", "omstreeks 2013", or the words "datum onbekend".
    """
    if isinstance(value, Datum):
        if value.begin is None:
            return "datum onbekend"
        if not value.exact:
            return format_html('<time datetime="{}">{}</time>', value.edtf.rstrip("~"), value.tekst)
        value = value.begin
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        machine = value.isoformat(timespec="minutes")
    else:
        machine = value.isoformat()
    patterns = {"kort": "j b Y", "tijd": "j F Y, H.i \\u\\u\\r", "maand": "F Y"}
    return format_html('<time datetime="{}">{}</time>', machine, format_date(value, patterns.get(style, "j F Y")))


@register.inclusion_tag("components/badge.html")
def badge(kind: str, label: str) -> dict[str, str]:
    """Word, icon and shape of a state; the same everywhere. An unknown kind becomes a neutral badge."""
    look = look_of(kind)
    return {"label": label, "icon_name": look.icon, "tone": look.tone, "shape": look.shape}


@register.simple_tag
def json_ld(data: Any) -> SafeString | str:
    """Structured data for search engines: a dict, a list of dicts, or JSON text. A data block, never run as script."""
    if not data:
        return ""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, default=str)
    return format_html('<script type="application/ld+json">{}</script>', json_for_script(text))


@register.filter
def getal(value: int) -> str:
    """A whole number as a Dutch reader writes it: 12.345."""
    return number_format(value, decimal_pos=0, force_grouping=True)


@register.filter
def tel(value: str) -> str:
    """The part of a telephone number that a phone can dial."""
    digits = "".join(c for c in str(value) if c.isdigit() or c == "+")
    return digits.replace("+310", "+31")


@register.filter
def host(value: str) -> str:
    """The name of a website without its protocol and path: what a reader recognises."""
    return str(value).partition("://")[2].partition("/")[0].removeprefix("www.") or str(value)
