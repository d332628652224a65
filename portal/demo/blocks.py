"""From the short notation of the data files to what a StreamField stores."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from ..markdown.markup import markdown_to_html

PageId = Callable[[str], int]


def raw_body(entries: list[dict[str, Any]], page_id: PageId) -> list[dict[str, Any]]:
    """The raw value of a body; `page_id` gives the primary key of a page by its key in the data."""
    return [{"type": name, "value": _value(name, value, page_id)} for entry in entries for name, value in entry.items()]


def raw_link_groups(entries: list[dict[str, Any]], page_id: PageId) -> list[dict[str, Any]]:
    """Pairs of heading and links become groups with a title."""
    groups, title = [], ""
    for entry in entries:
        if "heading" in entry:
            title = entry["heading"]
        elif "links" in entry:
            groups.append({"type": "links", "value": {"titel": title, "links": _links(entry["links"], page_id)}})
    return groups


def _value(name: str, value: Any, page_id: PageId) -> Any:
    if name == "heading":
        return {"text": value, "level": "h2"}
    if name == "tekst":
        return _html(value)
    if name == "markdown":
        return value
    if name in ("callout", "uitklap"):
        return {**value, "tekst": _html(value["tekst"])}
    if name == "stappen":
        steps = [{"titel": s["titel"], "tekst": _html(s.get("tekst") or "")} for s in value]
        return {"titel": "", "stappen": _items(steps)}
    if name == "links":
        return {"titel": "", "links": _links(value, page_id)}
    if name == "contact":
        organisation = value.get("organisatie")
        return {**value, "organisatie": page_id(organisation) if organisation else None}
    if name == "tabel":
        return {
            "columns": [{"type": "opmaak", "heading": heading} for heading in value["kop"]],
            "rows": [{"values": [_html(str(cell)) for cell in row]} for row in value["rijen"]],
            "caption": value.get("bijschrift") or "",
        }
    if name == "ketenpartners":
        return raw_body(value, page_id)
    return value


def _links(value: list[dict[str, Any]], page_id: PageId) -> list[dict[str, Any]]:
    return _items(
        [
            {
                "titel": link.get("titel") or "",
                "pagina": page_id(link["pagina"]) if link.get("pagina") else None,
                "url": link.get("url") or "",
                "toelichting": link.get("toelichting") or "",
            }
            for link in value
        ]
    )


def _items(values: list[Any]) -> list[dict[str, Any]]:
    """Wagtail takes an item for one of today's form only with an id; without it the fields come out empty."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def _html(text: str) -> str:
    return str(markdown_to_html(text))
