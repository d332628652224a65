"""The index in Elasticsearch. The server splits at spaces only: `search.language.dutch` has made the tokens already."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import Boolean, Date, Document, Keyword, Long, Object, Text

from search.fields import indexed_fields
from search.language.dutch import VERSION as LANGUAGE_VERSION
from search.language.dutch import Language
from search.stored import fingerprint, to_stored
from search.types import SearchDocument

# Raise this when the mapping changes: the next rebuild makes an index of the new form.
VERSION = 3
FINGERPRINT = f"{VERSION}.{LANGUAGE_VERSION}"
FACETS = "facets"
EXACT, EXACT_CLOSED = "exact", "exact_closed"
WORDS_TITLE, WORDS_OPEN, WORDS_CLOSED = "words_title", "words_open", "words_closed"


def _tokens() -> Text:
    return Text(analyzer="whitespace")


def _places() -> Text:
    return Text(analyzer="whitespace", norms=False)


def _words() -> Text:
    return Text(analyzer="whitespace", index_options="docs", norms=False)


class Stored(Document):
    """A document in the index: what is searched, what is filtered, and in `stored` what is shown."""

    key = Keyword()
    version = Long(index=False)
    fingerprint = Keyword(index=False)
    title = _tokens()
    title_parts = _tokens()
    body = _tokens()
    body_parts = _tokens()
    closed = _tokens()
    exact = _places()
    exact_closed = _places()
    words_title = _words()
    words_open = _words()
    words_closed = _words()
    readers = Keyword()
    published = Date()
    changed = Date()
    live_from = Date()
    expires = Date()
    ages = Boolean()
    stored = Object(enabled=False)

    class Meta:
        dynamic = False


def index_body(replicas: int) -> dict[str, Any]:
    """Settings and mapping of a new index."""
    mapping = Stored._doc_type.mapping.to_dict()
    mapping["_meta"] = {"version": FINGERPRINT}
    mapping["dynamic"] = "false"
    # Facets are the settings' affair: each that comes by becomes a keyword.
    mapping["properties"][FACETS] = {"type": "object", "dynamic": "true"}
    mapping["dynamic_templates"] = [{"facets": {"path_match": f"{FACETS}.*", "mapping": {"type": "keyword"}}}]
    settings = {
        "number_of_shards": 1,
        "number_of_replicas": replicas,
        "refresh_interval": "1s",
        # How long a deletion is remembered, so that an older version cannot bring the document back.
        "gc_deletes": "1d",
        "max_result_window": 50_000,
    }
    return {"settings": settings, "mappings": mapping}


def to_source(document: SearchDocument, version: int, language: Language) -> dict[str, Any]:
    """The JSON of a document as it is sent to the server."""
    fields = indexed_fields(document, language)
    stored = to_stored(document)
    # Facets and readers are lists: terms and filters see each value.
    return {
        "key": document.key,
        "version": version,
        "fingerprint": fingerprint(document),
        "title": fields.title,
        "title_parts": fields.title_parts,
        "body": fields.body,
        "body_parts": fields.body_parts,
        "closed": fields.closed,
        EXACT: fields.exact,
        EXACT_CLOSED: fields.exact_closed,
        WORDS_TITLE: fields.words_title,
        WORDS_OPEN: fields.words_open,
        WORDS_CLOSED: fields.words_closed,
        "readers": list(document.readers),
        FACETS: {name: list(values) for name, values in document.all_facets.items()},
        "published": stored["published"],
        "changed": stored["changed"],
        "live_from": stored["live_from"],
        "expires": stored["expires"],
        "ages": document.ages,
        "stored": stored,
    }
