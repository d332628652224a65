"""The portal's signals; a bulk load silences them."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from wagtail.models import PageViewRestriction, ReferenceIndex
from wagtail.signals import page_published, page_slug_changed, post_page_move

from search import service

from .following.changes import record_publication
from .lists.labels import forget_labels
from .markdown import rendered
from .models import Begrip, Pagina
from .running.bulk_load import is_quiet


@receiver(page_published)
def tell_what_changed(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Record what a publication told, once it is live."""
    # Wagtail also sends this when a publication is only scheduled: then it is not live yet.
    if isinstance(instance, Pagina) and instance.live and not is_quiet():
        record_publication(instance, revision)


@receiver(page_published)
def render_once(instance: Any, **kwargs: Any) -> None:
    """Keep the HTML of a page's Markdown before the first reader asks for it."""
    if isinstance(instance, Pagina) and not is_quiet():
        rendered.keep(rendered.texts_of(instance))


@receiver([post_page_move, page_slug_changed])
def index_the_subtree_again(instance: Any, **kwargs: Any) -> None:
    """A page takes along the addresses, and perhaps the readers, of all below it: as a restriction does."""
    service.touched(PageViewRestriction(page=instance))


@receiver([post_save, post_delete], sender=Begrip)
def choose_from_todays_terms(**kwargs: Any) -> None:
    """Offer a changed term in the filters at once."""
    forget_labels()


@receiver(post_delete)
def forget_where_it_stood(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wagtail writes down what a page holds before it removes the rows that were taken from it, and never looks again.

    A file would seem to stand on the page for ever, and be open because of it.
    """
    if sender in ReferenceIndex.tracked_models:
        for key in sender._meta.get_fields():
            if isinstance(key, ParentalKey):
                path = f"{key.remote_field.get_accessor_name()}.{instance.pk}."
                parent = ReferenceIndex._get_base_content_type(key.related_model)
                kept = ReferenceIndex.objects.filter(base_content_type=parent, object_id=getattr(instance, key.attname))
                kept.filter(content_path__startswith=path).delete()
