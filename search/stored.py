"""A document as an engine stores it, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from search.language.dutch import clean
from search.types import Attachment, SearchDocument


def to_stored(document: SearchDocument) -> dict[str, Any]:
    """Plain values only, ready for JSON; texts are cleaned, so that they need not be when they are shown."""
    return {
        "source": document.source,
        "object_id": document.object_id,
        "kind": document.kind,
        "title": clean(document.title),
        "url": document.url,
        "changed": document.changed.isoformat(),
        "summary": clean(document.summary),
        "body": clean(document.body),
        "body_closed": clean(document.body_closed),
        "facets": {name: list(values) for name, values in document.facets.items()},
        "meta": dict(document.meta),
        "readers": list(document.readers),
        "published": document.published.isoformat() if document.published else None,
        "live_from": document.live_from.isoformat() if document.live_from else None,
        "expires": document.expires.isoformat() if document.expires else None,
        "ages": document.ages,
        "attachments": [
            {
                "title": clean(file.title),
                "url": file.url,
                "pages": list(map(clean, file.pages)),
                "closed": file.closed,
                "names": list(map(clean, file.names)),
            }
            for file in document.attachments
        ],
    }


def fingerprint(document: SearchDocument) -> str:
    """The same for documents that would be indexed in the same way; a moment alone is no difference."""
    text = json.dumps([{**to_stored(document), "changed": ""}, document.context], sort_keys=True)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def from_stored(stored: Mapping[str, Any], closed: bool) -> SearchDocument:
    """The document, without its closed text unless that is asked for. `context` is not stored."""
    attachments = (
        Attachment(file["title"], file["url"], tuple(file["pages"]), file["closed"], tuple(file.get("names", ())))
        for file in stored["attachments"]
    )
    return SearchDocument(
        source=stored["source"],
        object_id=stored["object_id"],
        kind=stored["kind"],
        title=stored["title"],
        url=stored["url"],
        changed=datetime.fromisoformat(stored["changed"]),
        summary=stored["summary"],
        body=stored["body"],
        body_closed=stored.get("body_closed", "") if closed else "",
        facets={name: tuple(values) for name, values in stored["facets"].items()},
        meta=stored["meta"],
        readers=tuple(stored["readers"]),
        published=date.fromisoformat(stored["published"]) if stored["published"] else None,
        live_from=_moment(stored["live_from"]),
        expires=_moment(stored["expires"]),
        ages=stored["ages"],
        attachments=tuple(file for file in attachments if closed or not file.closed),
    )
