"""Watches the models of the sources. One switch turns it off for bulk loads that rebuild the index afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from search import conf, engines
from search.indexing import delivery, outbox

AT_ONCE = 20
# Seconds that an editor waits for an index that another process holds; after that it is for the worker.
PATIENCE = 0.5
_off: ContextVar[bool] = ContextVar("search_signals_off", default=False)
_BEFORE = "_search_before"
_AFFECTED = "_search_affected"


@contextmanager
def switched_off() -> Iterator[None]:
    """No outbox rows for what is saved inside; rebuild the index afterwards."""
    token = _off.set(True)
    try:
        yield
    finally:
        _off.reset(token)


def _watched() -> dict[str, tuple[type[models.Model], ...]]:
    return {name: tuple(source.models) for name, source in conf.sources().items()}


def _terms() -> tuple[type[models.Model], ...]:
    vocabulary = conf.vocabulary()
    return tuple(vocabulary.models) if vocabulary else ()


def connect() -> None:
    """Connect the receivers, once."""
    pre_save.connect(_remember, dispatch_uid="search_remember")
    post_save.connect(_saved, dispatch_uid="search_saved")
    pre_delete.connect(_deleting, dispatch_uid="search_deleting")
    post_delete.connect(_deleted, dispatch_uid="search_deleted")
    m2m_changed.connect(_linked, dispatch_uid="search_linked")


def _interested(model: type[models.Model]) -> bool:
    if _off.get() or model._meta.app_label in ("migrations", "search"):
        return False
    return any(issubclass(model, watched) for watched in _watched().values()) or issubclass(model, _terms())


def _foreign_keys(instance: models.Model) -> dict[str, object] | None:
    """The foreign keys as they are stored now; None when the row is not stored."""
    names = [field.attname for field in instance._meta.concrete_fields if field.is_relation]
    if instance.pk is None or not names:
        return None
    return type(instance)._base_manager.filter(pk=instance.pk).values(*names).first()


def _affected(instance: models.Model, before: Mapping[str, object] | None) -> set[outbox.Pair]:
    found: set[outbox.Pair] = set()
    for name, watched in _watched().items():
        if isinstance(instance, watched):
            found |= conf.sources()[name].affected(instance, before)
    return found


def _remember(sender: type[models.Model], instance: models.Model, raw: bool = False, **_: object) -> None:
    if not raw and _interested(sender):
        setattr(instance, _BEFORE, _foreign_keys(instance))


def _saved(sender: type[models.Model], instance: models.Model, raw: bool = False, **_: object) -> None:
    if not raw and _interested(sender):
        _note(instance, _affected(instance, instance.__dict__.pop(_BEFORE, None)))


def touched(instance: models.Model) -> None:
    """Note what is affected, as for a save."""
    if _interested(type(instance)):
        _note(instance, _affected(instance, None))


def _deleting(sender: type[models.Model], instance: models.Model, **_: object) -> None:
    if _interested(sender):
        # Afterwards its relations are gone, and with them the answer to what it affected.
        setattr(instance, _AFFECTED, _affected(instance, _foreign_keys(instance)))


def _deleted(sender: type[models.Model], instance: models.Model, **_: object) -> None:
    if _interested(sender):
        _note(instance, instance.__dict__.pop(_AFFECTED, set()))


def _linked(instance: models.Model, action: str, **_: object) -> None:
    if action.startswith("post_") and isinstance(instance, models.Model) and _interested(type(instance)):
        _note(instance, _affected(instance, None))


def _note(instance: models.Model, pairs: set[outbox.Pair]) -> None:
    if isinstance(instance, _terms()):
        transaction.on_commit(engines.forget_vocabulary)
    changed(pairs)


def changed(pairs: set[outbox.Pair]) -> None:
    """Write that these objects may have changed, and deliver it after the commit when it is little."""
    if not pairs:
        return
    delivery_after = _Delivery(_rows_of_this_transaction())
    delivery_after.rows.extend(outbox.enqueue(pairs, engines.indexes()))
    transaction.on_commit(delivery_after)


class _Delivery:
    """After the commit: the embedded index at once, as long as it is a matter of moments.

    All changes of one transaction share their rows: the first call delivers them, the others find nothing left.
    """

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows

    def __call__(self) -> None:
        rows, self.rows[:] = list(self.rows), []
        if rows and len(rows) <= AT_ONCE * len(engines.indexes()):
            delivery.deliver(engines.embedded(), len(rows), only=rows, patience=PATIENCE)


def _rows_of_this_transaction() -> list[int]:
    """What waits for this commit already. Django forgets its callbacks at a rollback, and so these rows with them."""
    for _, waiting, *_ in reversed(transaction.get_connection().run_on_commit):
        if isinstance(waiting, _Delivery):
            return waiting.rows
    return []
