"""Presentational tags: they draw a decided value and look nothing up."""

import datetime
import json
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import lucide
from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from portal.datum import Datum
from portal.lists.aantallen import Aantal
from portal.soorten import icon_of

from ..markdown.markup import drawn_svg, json_for_script
from ..pages.badges import look_of

register = template.Library()


# Kind of message -> its class beside `melding`, and its icon.
MELDINGEN = {
    "success": (" melding-goed", "circle-check"),
    "warning": (" melding-let-op", "triangle-alert"),
    "error": (" melding-fout", "octagon-alert"),
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
    return _svg(icon_of(str(soort)), size, "icon")


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


@register.inclusion_tag("components/aantal.html")
def aantal(aantal: Aantal) -> dict[str, Aantal]:
    """How many are real, with what examples there are beside them."""
    return {"aantal": aantal}


@register.inclusion_tag("components/en_voorbeelden.html")
def en_voorbeelden(tekst: str) -> dict[str, str]:
    """The examples beside a figure, from `Aantal.en_voorbeelden`; nothing when there are none."""
    return {"tekst": tekst}


@register.inclusion_tag("components/bladzijde.html")
def bladzijde(paging: Any) -> dict[str, Any]:
    """Which page of a list this is, beside its total; nothing when there is one page."""
    return {"paging": paging}


@register.inclusion_tag("components/melding.html")
def melding(tekst: str, soort: str = "info") -> dict[str, str]:
    """A short message. `soort`: info, success, warning or error, as Django calls the levels of its messages."""
    css_class, icon_name = MELDINGEN.get(soort, ("", "info"))
    role = "alert" if soort == "error" else "status"
    return {"tekst": tekst, "klasse": css_class, "icon_name": icon_name, "rol": role}


@register.simple_tag
def mail_over(adres: str, title: str, url: str = "") -> str:
    """The address of a link that writes a mail about something that is wrong on a page."""
    body = f"&body={quote(url, safe='')}" if url else ""
    return f"mailto:{adres}?subject={quote(f'Iets klopt niet: {title}')}{body}"


@register.simple_tag
def omschrijving(page: Any = None) -> str:
    """What a search engine shows below the title of this page, or of one that says nothing of itself."""
    if page is None:
        return settings.SITE_DESCRIPTION
    return page.search_description or page.samenvatting or "Kennis voor de aanpak van mensenhandel."


@register.simple_tag(takes_context=True)
def deelbeeld(context: Context) -> str:
    """The address of the picture beside a shared link, with its host as far as that is known."""
    request = context.get("request")
    base = f"{request.scheme}://{request.get_host()}" if request else ""
    return f"{base}{static('img/deelbeeld.png')}"


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
