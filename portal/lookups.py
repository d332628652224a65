"""A condition of our own for the columns that hold the place of a page or collection in its tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup


@CharField.register_lookup
class BeginsWithAny(Lookup[Any]):
    """`path__begins_with_any=paths`: in or below one of these places of the tree.

    One condition, however many paths: a condition for each takes Django longer to build than the database to answer.
    """

    lookup_name = "begins_with_any"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[str]) -> None:
        super().__init__(lhs, tuple(rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        # A place is made of digits and capitals: nothing in it means anything to LIKE.
        one_of = " OR ".join([f"{column} LIKE %s"] * len(self.rhs))
        return f"({one_of})", tuple(value for path in self.rhs for value in (*params, f"{path}%"))
