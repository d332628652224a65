"""What the W3C feed validator and the specifications ask of a feed, as functions that return what is wrong."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [\d:]{8} [+-]\d{4}"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
HTML_TAG = re.compile(r"<(\w+)")
HARMLESS = {"p", "strong", "em", "br"}


def problems(fmt: str, body: bytes, content_type: str, address: str) -> list[str]:
    """Everything that is wrong with a feed that was fetched from `address`."""
    check = {"rss": _rss, "atom": _atom, "json": _json}[fmt]
    return list(check(body, content_type, address))


def _rss(body: bytes, content_type: str, address: str) -> Iterator[str]:
    if content_type != "application/rss+xml; charset=utf-8":
        yield f"content type {content_type}"
    root = ElementTree.fromstring(body)
    if root.tag != "rss" or root.get("version") != "2.0":
        yield "root is not rss 2.0"
    channel = root.find("channel")
    if channel is None:
        yield "no channel"
        return
    yield from _required(channel, "title", "link", "description", "language", "lastBuildDate")
    yield from _absolute(channel.findtext("link"))
    yield from _date(channel.findtext("lastBuildDate"), RFC822)
    yield from _self(channel.findall(f"{ATOM}link"), address)
    items = channel.findall("item")
    yield from _unique([item.findtext("guid") for item in items])
    for item in items:
        yield from _required(item, "title", "link", "description", "guid", "pubDate")
        yield from _absolute(item.findtext("link"))
        yield from _date(item.findtext("pubDate"), RFC822)
        yield from _html(item.findtext("description"))
        guid = item.find("guid")
        if guid is not None and guid.get("isPermaLink") != "false":
            yield "guid is said to be a link"
        yield from _urn(item.findtext("guid"))
        if not item.findall("category"):
            yield "no category"


def _atom(body: bytes, content_type: str, address: str) -> Iterator[str]:
    if content_type != "application/atom+xml; charset=utf-8":
        yield f"content type {content_type}"
    feed = ElementTree.fromstring(body)
    if feed.tag != f"{ATOM}feed":
        yield "root is not atom:feed"
    yield from _required(feed, *(ATOM + name for name in ("id", "title", "updated", "author")))
    yield from _urn(feed.findtext(f"{ATOM}id"))
    yield from _date(feed.findtext(f"{ATOM}updated"), RFC3339)
    yield from _self([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"], address)
    entries = feed.findall(f"{ATOM}entry")
    yield from _unique([feed.findtext(f"{ATOM}id"), *(entry.findtext(f"{ATOM}id") for entry in entries)])
    for entry in entries:
        yield from _required(entry, *(ATOM + name for name in ("id", "title", "updated", "published", "summary")))
        yield from _urn(entry.findtext(f"{ATOM}id"))
        for name in ("updated", "published"):
            yield from _date(entry.findtext(ATOM + name), RFC3339)
        yield from _absolute(*(link.get("href") for link in entry.findall(f"{ATOM}link")))
        summary = entry.find(f"{ATOM}summary")
        if summary is not None and summary.get("type") != "html":
            yield "summary is not marked as html"
        yield from _html(entry.findtext(f"{ATOM}summary"))
        if not all(category.get("term") for category in entry.findall(f"{ATOM}category")):
            yield "category without a term"


def _json(body: bytes, content_type: str, address: str) -> Iterator[str]:
    if content_type != "application/feed+json; charset=utf-8":
        yield f"content type {content_type}"
    feed: dict[str, Any] = json.loads(body)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "no version"
    if not feed.get("title"):
        yield "no title"
    if feed.get("feed_url") != address:
        yield f"feed_url {feed.get('feed_url')} is not {address}"
    yield from _absolute(feed.get("home_page_url"), feed.get("feed_url"))
    yield from _unique([item.get("id") for item in feed["items"]])
    for item in feed["items"]:
        yield from _urn(item.get("id"))
        yield from _absolute(item.get("url"))
        yield from _html(item.get("content_html"))
        for name in ("date_published", "date_modified"):
            yield from _date(item.get(name), RFC3339)
        if not item.get("tags") or not all(isinstance(tag, str) for tag in item["tags"]):
            yield "no tags"


def _required(element: Element, *names: str) -> Iterator[str]:
    for name in names:
        found = element.findall(name)
        if len(found) != 1 or not "".join(found[0].itertext()).strip():
            yield f"{element.tag} has {len(found)} {name}"


def _absolute(*addresses: str | None) -> Iterator[str]:
    for address in addresses:
        parts = urlsplit(address or "")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            yield f"not absolute: {address}"


def _date(text: str | None, pattern: re.Pattern[str]) -> Iterator[str]:
    if not text or not pattern.fullmatch(text):
        yield f"not a full date: {text}"
        return
    moment = parsedate_to_datetime(text) if pattern is RFC822 else datetime.datetime.fromisoformat(text)
    if moment > datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1):
        yield f"date in the future: {text}"


def _self(links: list[Element], address: str) -> Iterator[str]:
    if [link.get("rel") for link in links] != ["self"] or links[0].get("href") != address:
        yield f"self is {[link.attrib for link in links]}, not {address}"


def _unique(ids: list[str | None]) -> Iterator[str]:
    if len(set(ids)) != len(ids):
        yield "an id is used twice"


def _urn(value: str | None) -> Iterator[str]:
    try:
        UUID((value or "").removeprefix("urn:uuid:"))
    except ValueError:
        yield f"id is no uuid: {value}"
    if not (value or "").startswith("urn:uuid:"):
        yield f"id is no urn: {value}"


def _html(text: str | None) -> Iterator[str]:
    """A summary is HTML with harmless tags only, without relative addresses."""
    found = set(HTML_TAG.findall(text or ""))
    if not found or not found <= HARMLESS:
        yield f"tags in summary: {found}"
