"""What came with a Toepassing beside what it was meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Case, F, JSONField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Concat, JSONObject

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
        """Wanted or unwanted, in words."""
        return f"{NeveneffectAard(self.aard).label} neveneffect"

    @property
    def tekst(self) -> str:
        """All of it in one line."""
        beside = (("waar", self.waar), ("gezien door", self.gezien_door))
        return ", ".join([f"{self.naam}: {self.wat}", *(f"{what}: {words}" for what, words in beside if words)])


class JsonList(Aggregate):
    """The rows of a group as one list: what belongs to a row comes with it, and costs no query of its own."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def neveneffecten() -> Subquery:
    """The Neveneffecten of each Toepassing, for `neveneffect_rows`."""
    rows = Neveneffect.objects.filter(toepassing=OuterRef("pk")).order_by().values("toepassing")
    values = JSONObject(volgorde="sort_order", **{name: name for name in FIELDS})
    return Subquery(rows.annotate(lijst=JsonList(values)).values("lijst"), output_field=JSONField())


def neveneffect_rows(found: Sequence[Mapping[str, Any]] | None) -> tuple[NeveneffectRow, ...]:
    """The rows of what the database gave as JSON, in the editor's order; none of None."""
    rows = sorted(found or (), key=lambda row: row["volgorde"] or 0)
    return tuple(NeveneffectRow(*(row[name] for name in FIELDS)) for row in rows)


def rows_of(toepassing: Toepassing) -> tuple[NeveneffectRow, ...]:
    """Read from the instance, as a preview has them."""
    return tuple(NeveneffectRow(*(getattr(row, name) for name in FIELDS)) for row in toepassing.neveneffecten.all())


class TextList(Aggregate):
    """The texts of a group as one text."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '; ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def neveneffecten_tekst() -> Subquery:
    """What `NeveneffectRow.tekst` says of each, for a file."""

    def beside(what: str, field: str) -> Case:
        told = Concat(Value(f", {what}: "), F(field), output_field=TextField())
        return Case(When(**{field: ""}, then=Value("")), default=told, output_field=TextField())

    text = Concat(
        F("aard"), Value(" neveneffect: "), F("wat"), beside("waar", "waar"), beside("gezien door", "gezien_door"),
        output_field=TextField(),
    )  # fmt: skip
    rows = Neveneffect.objects.filter(toepassing=OuterRef("pk")).order_by().values("toepassing")
    return Subquery(rows.annotate(tekst=TextList(text)).values("tekst"))
