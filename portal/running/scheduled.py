"""Scheduled publication: what is due goes live or off-line, each item on its own."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from ..visibility import PUBLISHED

logger = logging.getLogger("portal.worker")


def publish_due(now: datetime | None = None) -> tuple[int, int]:
    """Unpublish what has expired and publish what is due. Returns (done, failed).

    Wagtail's own command stops at the first item that fails, and everything behind it waits for ever. Here each item
    is one transaction; one that fails is logged with its name, tried again at the next round, and stops nothing.
    """
    moment = now or timezone.now()
    done = failed = 0
    for what, work in [*_expired(moment), *_due(moment)]:
        try:
            with transaction.atomic():
                work()
        except Exception:
            logger.exception("Scheduled publication failed for %s; it is tried again in a minute", what)
            failed += 1
        else:
            logger.info("Scheduled publication: %s", what)
            done += 1
    return done, failed


def _expired(moment: datetime) -> Iterator[tuple[str, Callable[[], Any]]]:
    drafts = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in [Page, *drafts]:
        expired = model.objects.filter(PUBLISHED, expire_at__lt=moment).order_by("expire_at")
        for key in list(expired.values_list("pk", flat=True)):
            yield f"{model._meta.label} {key} expires", partial(_unpublish, model, key, moment)


def _unpublish(model: Any, key: Any, moment: datetime) -> None:
    item = model.objects.select_for_update().filter(PUBLISHED, pk=key, expire_at__lt=moment).first()
    if item is not None:
        # The specific page, so that whoever watches its type hears of it.
        item = item.specific if isinstance(item, Page) else item
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _due(moment: datetime) -> Iterator[tuple[str, Callable[[], Any]]]:
    due = Revision.objects.filter(approved_go_live_at__lt=moment).order_by("approved_go_live_at")
    for key, text in list(due.values_list("pk", "object_str")):
        yield f"{text} (revision {key}) goes live", partial(_publish, key, moment)


def _publish(key: Any, moment: datetime) -> None:
    # Locked and asked again: another worker, or an editor, may have been here first.
    revision = Revision.objects.select_for_update().filter(pk=key, approved_go_live_at__lt=moment).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
