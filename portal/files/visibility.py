"""Who may have which file at its own address: by its collection, and by where it stands.

Wagtail's reference index knows every place where a file stands: attachments, blocks, pictures of pages, links in text.
It is asked at the moment somebody wants the file, so what closes a page closes its files in the same request:

- a collection that is closed to a reader keeps its files closed, wherever they stand;
- a file that stands somewhere is for who may see one of those places now: the page is live, not expired and not kept
  from this reader, and the place is no block "alleen voor ketenpartners" (but for who reads those);
- a file that stands nowhere is for who may see its collection. A page that was never published is a place, and closed;
  what is only in a newer draft stands nowhere yet;
- who may change or choose a file in the admin always has it: the admin shows it there.

On a page nobody asks this: who sees the page sees that the file stands there, and only its collection can still close
it (`visibility.document_q`, `may_have`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, CharField, Exists, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from ..visibility import CLOSED_BLOCK, Reader, document_q, page_q

# What has no state or place of its own that could close it, and so opens every file that it points at. Anything else
# that is no page opens none.
OPEN_RECORDS = ("portal.begrip",)
ADMIN_ACTIONS = ("change", "choose")


def file_q(model: type[Model], reader: Reader, prefix: str = "") -> Q:
    """The condition under which `reader` may have a document or image of this model at its own address.

    `prefix` leads to the file ("image__"). A part of one query: it asks nothing of its own.
    """
    places = _places_of(model, OuterRef(f"{prefix}pk"))
    return document_q(reader, prefix) & (~Exists(places) | Exists(_seen_by(reader, places)))


def may_open(user: Any, file: Any) -> bool:
    """Whether the admin shows this user the file, whoever else may have it."""
    if user is None or not user.is_active or not user.is_authenticated:
        return False
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, ADMIN_ACTIONS, file))


def _places_of(model: type[Model], key: Any) -> QuerySet[ReferenceIndex]:
    kind = ContentType.objects.get_for_model(model)
    places: QuerySet[ReferenceIndex] = ReferenceIndex.objects.filter(
        to_content_type=kind, to_object_id=Cast(key, CharField())
    )
    return places


def _seen_by(reader: Reader, places: QuerySet[ReferenceIndex]) -> QuerySet[ReferenceIndex]:
    page = ContentType.objects.get_for_model(Page)
    # Only the key of a page is a number for certain, and PostgreSQL refuses to read another key as one.
    on_page = When(base_content_type=page, then=Cast("object_id", BigIntegerField()))
    seen_page = Exists(Page.objects.filter(page_q(reader), pk=OuterRef("page_key")))
    records = [ContentType.objects.get_by_natural_key(*label.split(".")) for label in OPEN_RECORDS]
    found = places.annotate(page_key=Case(on_page)).filter(seen_page | Q(base_content_type__in=records))
    return found if reader.reads_closed else found.exclude(model_path__contains=f".{CLOSED_BLOCK}.")
