"""What came with a Toepassing beside what it was meant for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from ..choices import NeveneffectAard
from ..models import Neveneffect, Toepassing

FIELDS = ("aard", "wat", "waar", "gezien_door")


@dataclass(frozen=True, slots=True)
class NeveneffectRow:
    """One line of proeftuinen/components/neveneffecten.html; `aard` is a NeveneffectAard."""

    aard: str
    wat: str
    waar: str
    gezien_door: str

    @property
    def naam(self) -> str:
        return f"{NeveneffectAard(self.aard).label} neveneffect"

    @property
    def tekst(self) -> str:
        """All of it in one line."""
        beside = (("waar", self.waar), ("gezien door", self.gezien_door))
        told = ", ".join(f"{what}: {words}" for what, words in beside if words)
        return f"{self.naam}: {self.wat}{f' ({told})' if told else ''}"


class JsonList(Aggregate):
    """The rows of a group as one list: what belongs to a row comes with it, and costs no query of its own."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def neveneffecten(key: str = "pk") -> Subquery:
    """The Neveneffecten of each Toepassing, for `neveneffect_rows`; `key` leads to it."""
    rows = Neveneffect.objects.filter(toepassing=OuterRef(key)).order_by().values("toepassing")
    values = JSONObject(volgorde="sort_order", **{name: name for name in FIELDS})
    return Subquery(rows.annotate(lijst=JsonList(values)).values("lijst"), output_field=JSONField())


def neveneffect_rows(found: Sequence[Mapping[str, Any]] | None) -> tuple[NeveneffectRow, ...]:
    rows = sorted(found or (), key=lambda row: row["volgorde"] or 0)
    return tuple(NeveneffectRow(*(row[name] for name in FIELDS)) for row in rows)


def rows_of(toepassing: Toepassing) -> tuple[NeveneffectRow, ...]:
    """Read from the instance, as a preview has them."""
    return tuple(NeveneffectRow(*(getattr(row, name) for name in FIELDS)) for row in toepassing.neveneffecten.all())


def texts_of(rows: Iterable[NeveneffectRow]) -> str:
    return "; ".join(row.tekst for row in rows)
