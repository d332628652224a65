"""The tracker's signals; a bulk load silences them."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, published, unpublished

from portal.running.bulk_load import is_quiet

from .models import Knelpunt, Oplossing, Proeftuin, Toepassing
from .services import record_toepassing, record_withdrawal, retitle
from .telling import tell_progress


@receiver(published, sender=Toepassing)
def after_publication(instance: Toepassing, revision: Any = None, **kwargs: Any) -> None:
    """Record what a publication told, once it is live."""
    # Wagtail also sends this when a publication is only scheduled: then it is not live yet.
    if instance.live and not is_quiet():
        record_toepassing(instance, revision)


@receiver(page_published, sender=Knelpunt)
@receiver(page_published, sender=Oplossing)
def after_publication_of_a_record(instance: Any, **kwargs: Any) -> None:
    """Give the Toepassingen of a renamed page their name of now."""
    if instance.live and not is_quiet():
        retitle(instance)


@receiver(page_published, sender=Proeftuin)
def after_publication_of_a_proeftuin(instance: Proeftuin, revision: Any = None, **kwargs: Any) -> None:
    """Tell how far it came, once it is live."""
    if instance.live and not is_quiet():
        tell_progress(instance, revision)


@receiver(unpublished, sender=Toepassing)
def after_withdrawal(instance: Toepassing, **kwargs: Any) -> None:
    """Record that a Toepassing left the site."""
    if not is_quiet():
        record_withdrawal(instance)
