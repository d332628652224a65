"""What `search` knows of the domain: sources, named in settings, and one vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Model

from search.types import Audience, SearchDocument


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the other words for it. A question with one of them also finds the others.

    `acronyms` are recognised when they are typed in capitals, or when the small letters are no ordinary word.
    `broader` and `url` help where a question finds nothing.
    """

    label: str
    alternatives: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Promoted:
    """What an editor puts above the results of one question. `kind` and `meta` are those of a SearchDocument."""

    title: str
    url: str
    text: str = ""
    kind: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


class Promotions(Protocol):
    """What editors promote."""

    def __call__(self, text: str, audience: Audience) -> Sequence[Promoted]:
        """What this audience may see of what is promoted for this question; reads only."""


class Vocabulary(Protocol):
    """The public terms. `models`: a change of one of these makes `search` read the terms again."""

    models: tuple[type[Model], ...]

    def terms(self) -> Iterable[Term]:
        """All terms that anybody may know of."""


class Source(Protocol):
    """One kind of findable things.

    `name` is part of the key of its documents and holds no colon. `models` are watched: their saves, deletes and
    many-to-many changes are handed to `affected`. A parent class stands for its subclasses.
    """

    name: str
    models: tuple[type[Model], ...]

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        """The (source, object id) pairs whose document changes when this instance is saved or deleted.

        `before` has the foreign keys (attname -> value) as they were stored before this save; None for a new row.
        Pairs may name another source.
        """

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        """Today's truth of these, in any order, with as many queries for many as for one.

        What nobody at all may find (any more) has no document. Whoever asks for many at once asks again for fewer
        when an error comes out.
        """

    def ids(self, after: str, limit: int) -> list[str]:
        """Object ids in a fixed order, from the first one after `after` ("" for the beginning), for rebuild and check.

        Ids of things that have no document are allowed. An id that is given once is not given again in the same walk.
        """

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        """Which of these the audience may see now, asked of the database: the last check before a hit is shown."""
