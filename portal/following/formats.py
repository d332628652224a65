"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the same entries."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse
from django.utils import feedgenerator
from django.utils.http import http_date

# An empty feed must not change by itself; this is before the portal began.
EMPTY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
LANGUAGE = "nl"
AUTHOR = "Taskforce Aanpak Mensenhandel"
# What XML 1.0 cannot hold, however it is escaped.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `html` is safe: its texts are escaped."""

    id: str
    title: str
    url: str
    html: str
    moment: datetime.datetime
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with absolute addresses; `url` is the page on the site that shows the same."""

    title: str
    description: str
    url: str
    feed_url: str
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """The identity of the feed: its own address, in a form that Atom may use and that leads nowhere."""
        return uuid5(NAMESPACE_URL, self.feed_url).urn

    @property
    def updated(self) -> datetime.datetime:
        """The moment of the newest entry; the same fixed day each time when there is none."""
        return max((entry.moment for entry in self.entries), default=EMPTY)


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    mime: str


FORMATS = {
    "rss": Format("RSS", "application/rss+xml"),
    "atom": Format("Atom", "application/atom+xml"),
    "json": Format("JSON Feed", "application/feed+json"),
}


class _StableRss(feedgenerator.Rss201rev2Feed):
    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else EMPTY


class _StableAtom(feedgenerator.Atom1Feed):
    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else EMPTY


def plain(text: str) -> str:
    """The text without the characters that no feed can carry."""
    return NOT_IN_XML.sub("", text)


def response_for(feed: Feed, fmt: str) -> HttpResponse:
    """The feed in one format, with Last-Modified; the middleware adds the ETag and answers 304.

    A reader's program asks each time whether it changed, so what is withdrawn is gone from the feed at once.
    """
    body = _json(feed) if fmt == "json" else _xml(feed, _StableRss if fmt == "rss" else _StableAtom)
    response = HttpResponse(body, content_type=f"{FORMATS[fmt].mime}; charset=utf-8")
    response["Last-Modified"] = http_date(feed.updated.timestamp())
    response["Cache-Control"] = "no-cache"
    return response


def _xml(feed: Feed, kind: type[feedgenerator.SyndicationFeed]) -> str:
    document = kind(
        title=plain(feed.title),
        link=feed.url,
        description=plain(feed.description),
        language=LANGUAGE,
        feed_url=feed.feed_url,
        feed_guid=feed.id,
        author_name=AUTHOR,
    )
    for entry in feed.entries:
        document.add_item(
            title=plain(entry.title),
            link=entry.url,
            description=plain(entry.html),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.moment,
            updateddate=entry.moment,
            categories=[plain(category) for category in entry.categories],
        )
    return str(document.writeString("utf-8"))


def _json(feed: Feed) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": plain(feed.title),
        "description": plain(feed.description),
        "home_page_url": feed.url,
        "feed_url": feed.feed_url,
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": plain(entry.title),
                "content_html": plain(entry.html),
                "date_published": entry.moment.isoformat(),
                "date_modified": entry.moment.isoformat(),
                "tags": [plain(category) for category in entry.categories],
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
