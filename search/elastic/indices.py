"""Which indices there are: an alias for the one that answers, another for the one under construction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch, NotFoundError

from search.elastic.mapping import FINGERPRINT, index_body


class Indices:
    """Names on the cluster. Documents are written through the aliases only, so that nothing is made by accident."""

    def __init__(self, client: Elasticsearch, prefix: str, replicas: int) -> None:
        self._client = client
        self.prefix = prefix
        self.current = f"{prefix}-current"
        self.building = f"{prefix}-building"
        self._replicas = replicas

    def behind(self, alias: str) -> str:
        """The index that an alias stands for; "" when there is none."""
        try:
            return next(iter(self._client.indices.get_alias(name=alias).body), "")
        except NotFoundError:
            return ""

    def create(self) -> str:
        """A new, empty index."""
        name = f"{self.prefix}-{FINGERPRINT}-{time.time_ns():x}"
        self._client.indices.create(index=name, **index_body(self._replicas))
        return name

    def ensure(self) -> None:
        """There is an index that answers, if only an empty one."""
        if not self.behind(self.current):
            self._client.indices.update_aliases(
                actions=[{"add": {"index": self.create(), "alias": self.current, "is_write_index": True}}]
            )

    def targets(self) -> list[str]:
        """The aliases that a delivery must reach; the one under construction is looked up first, as it is filled."""
        building = self.behind(self.building)
        self.ensure()
        return [self.building, self.current] if building else [self.current]

    @contextmanager
    def rebuilding(self) -> Iterator[str]:
        """A new index that takes the place of the current one in one step when the block ends well."""
        self._sweep()
        name = self.create()
        self._client.indices.update_aliases(
            actions=[{"add": {"index": name, "alias": self.building, "is_write_index": True}}]
        )
        try:
            yield name
            old = self.behind(self.current)
            swap: list[dict[str, dict[str, object]]] = [
                {"remove": {"index": name, "alias": self.building}},
                {"add": {"index": name, "alias": self.current, "is_write_index": True}},
            ]
            if old:
                swap.append({"remove_index": {"index": old}})
            self._client.indices.update_aliases(actions=swap)
        except BaseException:
            self._client.options(ignore_status=404).indices.delete(index=name)
            raise

    def _sweep(self) -> None:
        """Remove what a killed rebuild left."""
        current = self.behind(self.current)
        found = self._client.options(ignore_status=404).indices.get(index=f"{self.prefix}-*", features="aliases")
        for name in found.body:
            if name != current and name.startswith(f"{self.prefix}-"):
                self._client.options(ignore_status=404).indices.delete(index=name)
