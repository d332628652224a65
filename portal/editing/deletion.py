"""What was published, or what something else points at, is not deleted: it is taken off the site instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin import messages
from wagtail.models import DraftStateMixin, Page, ReferenceIndex

from ..visibility import PUBLISHED

SHOWN = 3


def reason_to_keep(instance: models.Model) -> str:
    """Why `instance` must stay, in words for an editor; "" when it may be deleted."""
    if isinstance(instance, Page):
        family = Page.objects.filter(path__startswith=instance.path)
        if family.filter(first_published_at__isnull=False).exists() or family.filter(PUBLISHED).exists():
            what = "Deze pagina is" if not instance.numchild else "Deze pagina, of een pagina eronder, is"
            return f"{what} gepubliceerd geweest: er zijn links, feeds en geschiedenis die ernaar verwijzen."
    elif isinstance(instance, DraftStateMixin) and (instance.live or instance.first_published_at):
        return "Dit is gepubliceerd geweest: er zijn feeds en geschiedenis die ernaar verwijzen."
    return _used_by(instance)


def guard(request: HttpRequest, instances: Iterable[models.Model], otherwise: str = "") -> HttpResponse | None:
    """Stop a deletion that would leave holes: say why, and go to where the editor can archive instead."""
    for instance in instances:
        if reason := reason_to_keep(instance):
            messages.error(request, f"“{instance}” is niet verwijderd. {reason} {_advice(instance)}")
            return redirect(otherwise or _archive_url(instance))
    return None


def _used_by(instance: models.Model) -> str:
    names = list(dict.fromkeys([*_relations_to(instance), *_references_to(instance), *_drafts_with(instance)]))
    if not names:
        return ""
    more = f" en nog {len(names) - SHOWN}" if len(names) > SHOWN else ""
    return f"Er wordt naar verwezen vanuit {', '.join(f'“{name}”' for name in names[:SHOWN])}{more}."


def _relations_to(instance: models.Model) -> Iterator[str]:
    """Records of our own packages whose fields hold `instance`; its own children do not count."""
    for relation in instance._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or getattr(relation, "parent_link", False):
            continue
        model: Any = relation.related_model
        if (
            isinstance(relation.field, ParentalKey)
            or model._meta.auto_created
            or model._meta.app_label not in settings.OWN_APPS
        ):
            continue
        rows = model._base_manager.filter(**{relation.field.name: instance.pk})
        if isinstance(instance, model):
            rows = rows.exclude(pk=instance.pk)
        yield from (str(row) for row in rows[: SHOWN + 20])


def _references_to(instance: models.Model) -> Iterator[str]:
    """Links to `instance` inside texts and blocks."""
    for reference in ReferenceIndex.get_references_to(instance).select_related("content_type")[: SHOWN + 20]:
        source = reference.content_type.get_object_for_this_type(pk=reference.object_id)
        # A page comes back as its own type: compare keys, not classes.
        if not (source.pk == instance.pk and isinstance(instance, type(source) | type(source).__base__)):
            yield str(source)


def _drafts_with(instance: models.Model) -> Iterator[str]:
    """Drafts that hold `instance`: the database does not guard those, and they break when it is gone."""
    target = (ReferenceIndex._get_base_content_type(type(instance)).pk, str(instance.pk))
    drafted: list[Any] = [Page, *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and m is not Page)]
    for model in drafted:
        if issubclass(model, Page) and model is not Page:
            continue
        for row in model.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False):
            content = row.latest_revision.content
            if row.pk == instance.pk or target[1] not in str(content):
                continue
            draft = row.latest_revision.as_object()
            held = {found[:2] for found in ReferenceIndex._extract_references_from_object(draft)}
            if target in held or _chosen_in(draft, content, instance):
                yield f"{row} (concept)"


def _chosen_in(draft: models.Model, content: dict[str, Any], instance: models.Model) -> bool:
    many = [field for field in draft._meta.many_to_many if isinstance(instance, field.related_model)]
    return any(instance.pk in (content.get(field.name) or ()) for field in many)


def _advice(instance: Any) -> str:
    if hasattr(instance, "gearchiveerd"):
        return 'Zet "gearchiveerd" aan: dan is het niet meer te kiezen.'
    if getattr(instance, "live", False):
        return "Haal van de site wat niet meer klopt: kies hieronder voor depubliceren."
    return "Laat het staan: bezoekers zien het niet." if isinstance(instance, DraftStateMixin) else "Wijzig dat eerst."


def _archive_url(instance: Any) -> str:
    action = "unpublish" if getattr(instance, "live", False) else "edit"
    if isinstance(instance, Page):
        return reverse(f"wagtailadmin_pages:{action}", args=[instance.pk])
    return reverse(instance.snippet_viewset.get_url_name(action), args=[instance.pk])
