"""Writes what a row says on one record, as far as it differs, and asks the guards that every import asks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from portal.importing.guards import draft_of, held_back, is_import, locked, note_import, too_long
from portal.importing.names import NotFound, begrip_named, gemeente_named, organisatie_named, page_named
from portal.models import Begrip

from .cells import NOTHING, same
from .columns import ALL_TERMS, AXES

NEW, CHANGED, SAME, WRONG = "nieuw", "gewijzigd", "ongewijzigd", "fout"
DRAFT = "Dit staat als concept klaar."
IN_DRAFT = "Dit staat al zo in het concept."
Outcome = tuple[str, tuple[str, ...]]


def _known(named: Callable[..., Any]) -> Callable[[], Callable[..., Any]]:
    return lambda: functools.cache(named)


@dataclass(frozen=True, slots=True)
class Work:
    """What holds for one whole import: who does it, whether its result is published, and what it looked up.

    `note` is what a reader is told of each record that changes; without it that is a small improvement, untold.
    """

    user: Any = None
    publish: bool = True
    note: str = ""
    # (kind, what the record is known by) -> where it stood.
    seen: dict[tuple[str, Any], str] = field(default_factory=dict)
    begrip: Callable[..., Begrip] = field(default_factory=_known(begrip_named))
    organisatie: Callable[[str], Any] = field(default_factory=_known(organisatie_named))
    gemeente: Callable[[str], Any] = field(default_factory=_known(gemeente_named))
    page: Callable[[type[Any], str], Any] = field(default_factory=_known(page_named))

    def once(self, kind: str, key: Any, place: str) -> None:
        """Raise ValidationError when this record stood in an earlier row: which of the two is meant, nobody can say."""
        earlier = self.seen.setdefault((kind, key), place)
        if earlier != place:
            raise ValidationError(f"Dit record staat ook in {earlier}. Laat één van de twee rijen staan.")


class Related(Protocol):
    """The records that a row ties to its own, all at once."""

    @property
    def relation(self) -> str: ...

    def on(self, record: Any, work: Work) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """The begrippen of a row: by axis, or all of them under ALL_TERMS. An axis that is not there keeps what it has."""

    cells: Mapping[str, str]
    relation: str = "begrippen"

    def on(self, record: Any, work: Work) -> list[Begrip]:
        """The begrippen that the record would have. Raises ValidationError for a word that names none."""
        has = list(record.begrippen.all()) if record.pk else []
        if ALL_TERMS in self.cells:
            if set(self.cells) != {ALL_TERMS}:
                raise ValidationError({ALL_TERMS: "Gebruik deze kolom, of de kolommen per soort begrip. Niet allebei."})
            return self._named(ALL_TERMS, "", has, work)
        kept = [begrip for begrip in has if begrip.schema not in self.cells]
        return [*kept, *(begrip for axis in self.cells for begrip in self._named(axis, axis, has, work))]

    def _named(self, column: str, schema: str, has: Sequence[Begrip], work: Work) -> list[Begrip]:
        cell = self.cells[column]
        if cell == NOTHING:
            return []
        own = {begrip.term: begrip for begrip in has if schema in ("", begrip.schema)}
        found: list[Begrip] = []
        for word in filter(None, (word.strip() for word in cell.split(";"))):
            try:
                found += self._called(word, schema, own, work)
            except NotFound as error:
                raise ValidationError({column: f"Onbekend begrip: {error}"}) from error
        return found

    def _called(self, word: str, schema: str, own: Mapping[str, Begrip], work: Work) -> list[Begrip]:
        """A term that the record has already is that one, archived or not; a term may hold a comma itself."""
        if word in own:
            return [own[word]]
        try:
            return [work.begrip(word, schema)]
        except NotFound:
            parts = [part.strip() for part in word.split(",") if part.strip()]
            if len(parts) < 2:
                raise
        return [begrip for part in parts for begrip in self._called(part, schema, own, work)]


def terms_of(values: Mapping[str, str]) -> Terms | None:
    """What a row says of the axes; None when it says nothing."""
    cells = {column: values[column] for column in (ALL_TERMS, *AXES) if values.get(column)}
    return Terms(cells) if cells else None


def assign(record: Any, values: Mapping[str, Any], terms: Related | None, work: Work) -> bool:
    """Set what differs; whether anything did."""
    differs = {name: value for name, value in values.items() if not same(getattr(record, name), value)}
    for name, value in differs.items():
        setattr(record, name, value)
    if terms is None:
        return bool(differs)
    wanted, has = terms.on(record, work), getattr(record, terms.relation)
    changed = {row.pk for row in wanted} != {row.pk for row in has.all()}
    if changed:
        has.set(wanted)
    return changed or bool(differs)


def update(
    record: Any, values: Mapping[str, Any], terms: Related | None, work: Work, check: Callable[[Any], None]
) -> Outcome:
    """Let a record that is there say what the row says. `check` raises ValidationError for what it may not become."""
    differs = {name: value for name, value in values.items() if not same(getattr(record, name), value)}
    if terms and {row.pk for row in terms.on(record, work)} == {
        row.pk for row in getattr(record, terms.relation).all()
    }:
        terms = None
    held = held_back(record)
    may_publish = work.publish and not held
    if not differs and terms is None:
        # An import of drafts may be repeated to publish them.
        return _publish(record, work) if may_publish and _waits_unseen(record) else (SAME, ())
    if reason := locked(record):
        raise ValidationError(reason)
    target = draft_of(record)
    # Only what the row changes: the rest of the draft is the editor's.
    if not assign(target, differs, terms, work):
        return _publish(record, work) if may_publish else (SAME, (held or IN_DRAFT,))
    if work.note:
        target.wat_veranderde = work.note
    check(target)
    revision = note_import(target, work.user, held=held)
    if may_publish:
        revision.publish(user=work.user)
        return CHANGED, ()
    return CHANGED, (held if work.publish else DRAFT,)


def added(record: Any, work: Work) -> Outcome:
    """What became of a record that this row made, and that is stored."""
    revision = note_import(record, work.user)
    if work.publish:
        revision.publish(user=work.user)
        return NEW, ()
    return NEW, (DRAFT,)


def check_lengths(record: Any) -> None:
    """Raises ValidationError by field for each text that does not fit its column."""
    if errors := too_long(record):
        raise ValidationError({name: [reason] for name, reason in errors.items()})


def _waits_unseen(record: Any) -> bool:
    return record.first_published_at is None and bool(record.latest_revision_id) and is_import(record)


def _publish(record: Any, work: Work) -> Outcome:
    record.latest_revision.publish(user=work.user)
    return CHANGED, ("Het concept van een eerdere import is gepubliceerd.",)
