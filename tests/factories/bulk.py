"""Many pages of one type at once, as the tree, the tables and Wagtail would have them, without a query per page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from portal.models import Pagina


def add_pages(parent: Page, pages: Sequence[Any]) -> None:
    """Add these pages, of one type, below `parent` as its last children. Signals and revisions are left out."""
    model = type(pages[0])
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    first = int(last.path[-Page.steplen :], 36) + 1 if last else 1
    rows = [
        Page(
            title=page.title,
            draft_title=page.title,
            slug=page.slug,
            path=Page._get_path(parent.path, parent.depth + 1, first + number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{page.slug}/",
            content_type=ContentType.objects.get_for_model(model),
            locale_id=parent.locale_id,
            translation_key=uuid.uuid4(),
            first_published_at=page.first_published_at,
            last_published_at=page.last_published_at,
        )
        for number, page in enumerate(pages)
    ]
    Page.objects.bulk_create(rows)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = page.pagina_ptr_id = row.pk
    for table in (Pagina, model):
        # Django's bulk_create refuses a model with a parent table.
        table._base_manager.all()._insert(pages, fields=table._meta.local_concrete_fields, using=table._base_manager.db)
    Page.objects.filter(pk=parent.pk).update(numchild=Page.objects.child_of(parent).count())
