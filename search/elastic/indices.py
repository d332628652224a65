"""Which indices there are: an alias for the one that answers, another for the one under construction."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from search.elastic.client import TROUBLE
from search.elastic.mapping import FINGERPRINT, index_body
from search.protocol import NO_INDEX, EngineUnavailable, Owner

LONGEST_REBUILD_NS = 24 * 3600 * 10**9


class Indices:
    """Names on the cluster. Documents are written through the aliases only, so that nothing is made by accident."""

    def __init__(self, client: Elasticsearch, prefix: str, replicas: int, owner: Callable[[], Owner]) -> None:
        self._client = client
        self.prefix = prefix
        self._replicas = replicas
        self._owner = owner

    def _alias(self, name: str) -> str:
        # Another database's index is not there for this one: its aliases have another name.
        return "-".join(filter(None, (self.prefix, self._owner().identity, name)))

    @property
    def current(self) -> str:
        """The alias of the index that answers."""
        return self._alias("current")

    @property
    def building(self) -> str:
        """The alias of the index that a rebuild is filling."""
        return self._alias("building")

    def behind(self, alias: str) -> str:
        """The index that an alias stands for; "" when there is none."""
        try:
            return next(iter(self._client.indices.get_alias(name=alias).body), "")
        except NotFoundError:
            return ""

    def create(self) -> str:
        """A new, empty index."""
        name = "-".join(filter(None, (self.prefix, FINGERPRINT, self._owner().identity, f"{time.time_ns():x}")))
        try:
            self._client.indices.create(index=name, **index_body(self._replicas))
        except BadRequestError as error:
            # A host that answers too late has made it all the same, and the next one finds it.
            if error.message != "resource_already_exists_exception":
                raise
        return name

    def targets(self) -> list[str]:
        """The aliases that a delivery must reach; the one under construction is looked up first, as it is filled.

        None is made here: an index with only what changed since would answer wrongly, where the fallback answers well.
        """
        found = [alias for alias in (self.building, self.current) if self.behind(alias)]
        if not found:
            raise EngineUnavailable(NO_INDEX)
        return found

    @contextmanager
    def rebuilding(self) -> Iterator[str]:
        """A new index that takes the place of the current one in one step when the block ends well."""
        self._sweep()
        name = self.create()
        try:
            self._client.indices.update_aliases(
                actions=[{"add": {"index": name, "alias": self.building, "is_write_index": True}}]
            )
            yield name
        except BaseException:
            self._remove(name)
            raise
        self._swap(name)

    def _swap(self, name: str) -> None:
        """Put this index in the place of the current one. What answers in the end is never removed."""
        old = self.behind(self.current)
        actions: list[dict[str, dict[str, object]]] = [
            {"remove": {"index": name, "alias": self.building}},
            {"add": {"index": name, "alias": self.current, "is_write_index": True}},
        ]
        if old:
            actions.append({"remove_index": {"index": old}})
        try:
            self._client.indices.update_aliases(actions=actions)
        except TROUBLE:
            # The answer may have been lost after the deed, and a second try then finds nothing to do.
            if self.behind(self.current) != name:
                raise

    def tidy(self) -> None:
        """Remove what a rebuild left that began so long ago that it must have been killed."""
        name = self.behind(self.building)
        made = int(name.rpartition("-")[2], 16) if name else 0
        if name and name != self.behind(self.current) and time.time_ns() - made > LONGEST_REBUILD_NS:
            self._remove(name)

    def _remove(self, name: str) -> None:
        self._client.options(ignore_status=404).indices.delete(index=name)

    def _sweep(self) -> None:
        """Remove what a killed rebuild left. Another portal's prefix may be or begin with ours: its indices stay."""
        current = self.behind(self.current)
        found = self._client.indices.get(index=f"{self.prefix}-*", features="aliases")
        # Those of before an index bore the name of its database are ours, too.
        own = re.compile(rf"{re.escape(self.prefix)}-[0-9.]+-({re.escape(self._owner().identity)}-)?[0-9a-f]+")
        for name in found.body:
            if name != current and own.fullmatch(name):
                self._remove(name)
