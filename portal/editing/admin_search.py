"""Wagtail's search in the database, for the admin: any question that can be typed gets an answer."""

from __future__ import annotations

from typing import Any

from modelsearch import query as queries
from modelsearch.backends import database

# Nobody types more; FTS5 and PostgreSQL build a tree of it.
LONGEST = 200
# Ends a phrase in FTS5 wherever it stands, and no database takes the other.
MEANS_SOMETHING_ELSE = str.maketrans({'"': " ", "\x00": " "})


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name that Wagtail looks for
    backend = database.SearchBackend(params)
    for name in ("search", "autocomplete"):
        setattr(backend, name, _with_plain_words(getattr(backend, name)))
    return backend


def _with_plain_words(method: Any) -> Any:
    def search(query: Any, *args: Any, **kwargs: Any) -> Any:
        return method(plain(query), *args, **kwargs)

    return search


def plain(query: Any) -> Any:
    """The same question in characters that every database reads as words."""
    if isinstance(query, str):
        return _words(query)
    if isinstance(query, queries.And | queries.Or):
        return type(query)([plain(one) for one in query.subqueries])
    if isinstance(query, queries.Not):
        return queries.Not(plain(query.subquery))
    if isinstance(query, queries.Boost):
        return queries.Boost(plain(query.subquery), query.boost)
    if hasattr(query, "query_string"):
        query.query_string = _words(query.query_string)
    return query


def _words(text: str) -> str:
    encodable = text[:LONGEST].encode("utf-8", "ignore").decode()
    # Of nothing Wagtail makes an answer that its lists cannot show; this is a question that finds nothing.
    return encodable.translate(MEANS_SOMETHING_ELSE).strip() or "-"
