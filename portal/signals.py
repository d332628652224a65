"""The portal's signals, with one switch for bulk loads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from .changes import record_publication
from .labels import forget_labels
from .models import Begrip, Pagina

_paused: ContextVar[bool] = ContextVar("portal_signals_paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Write no Wijziging meanwhile: a bulk load brings its own."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


@receiver(page_published)
def tell_what_changed(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    # Wagtail also sends this when a publication is only scheduled: then it is not live yet.
    if isinstance(instance, Pagina) and instance.live and not _paused.get():
        record_publication(instance, revision)


@receiver([post_save, post_delete], sender=Begrip)
def choose_from_todays_terms(**kwargs: Any) -> None:
    forget_labels()
