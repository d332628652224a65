"""The tracker's signals, with one switch for bulk loads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, published, unpublished

from .models import Knelpunt, Oplossing, Proeftuin, Toepassing
from .services import record_toepassing, record_withdrawal, retitle
from .telling import tell_progress

_paused: ContextVar[bool] = ContextVar("proeftuinen_signals_paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Write no Wijziging and no Waarneming meanwhile: a bulk load brings its own."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


@receiver(published, sender=Toepassing)
def after_publication(instance: Toepassing, revision: Any = None, **kwargs: Any) -> None:
    # Wagtail also sends this when a publication is only scheduled: then it is not live yet.
    if instance.live and not _paused.get():
        record_toepassing(instance, revision)


@receiver(page_published, sender=Knelpunt)
@receiver(page_published, sender=Oplossing)
def after_publication_of_a_record(instance: Any, **kwargs: Any) -> None:
    if instance.live and not _paused.get():
        retitle(instance)


@receiver(page_published, sender=Proeftuin)
def after_publication_of_a_proeftuin(instance: Proeftuin, revision: Any = None, **kwargs: Any) -> None:
    if instance.live and not _paused.get():
        tell_progress(instance, revision)


@receiver(unpublished, sender=Toepassing)
def after_withdrawal(instance: Toepassing, **kwargs: Any) -> None:
    if not _paused.get():
        record_withdrawal(instance)
