"""What every import asks before it writes on a record that is there: its editors are not overruled without a word."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.log_actions import log, registry

from ..visibility import is_live

LOG_ACTION = "portal.import"
ARCHIVED = "Dit is van de site gehaald en blijft een concept."
WAITING = "Er wacht een concept van de redactie. De import staat daarin en is niet gepubliceerd."


def held_back(record: Any) -> str:
    """Why what is imported into this page or snippet stays a draft; "" when it may be published.

    What an editor took off the site stays off, and what waits for an editor is not published with the import.
    """
    if record.first_published_at is not None and not is_live(record):
        return ARCHIVED
    if record.has_unpublished_changes and record.latest_revision_id and not is_import(record):
        return WAITING
    return ""


def locked(record: Any) -> str:
    """Why this record may not be written on at all; "" when it may."""
    if getattr(record, "locked", False):
        return "Dit is vergrendeld door de redactie. Haal het slot er eerst af."
    merged = getattr(record, "samengevoegd_met", None)
    return f"Dit is samengevoegd met “{merged}”: werk dat bij." if merged else ""


def draft_of(record: Any) -> Any:
    """What to write on: the newest draft when one waits or nothing is on the site, else the record itself."""
    waits = record.latest_revision_id and (record.has_unpublished_changes or not is_live(record))
    return record.get_latest_revision_as_object() if waits else record


def is_import(record: Any) -> bool:
    """Whether its newest revision holds what an import left there, and nothing that an editor has not published."""
    last = last_import(record)
    return last is not None and last.revision_id == record.latest_revision_id and not last.data.get("held")


def last_import(record: Any) -> Any:
    """The newest note in the history of a record that it was imported; None when it never was."""
    logs = registry.get_logs_for_instance(record).filter(action=LOG_ACTION)
    return logs.order_by("timestamp", "pk").last()


def note_import(record: Any, user: Any = None, *, held: str = "", **data: Any) -> Any:
    """Save the record as a revision that an import made; returns the revision. `held`: see `held_back`."""
    revision = record.save_revision(user=user)
    log(record, LOG_ACTION, revision=revision, user=user, data={**data, "held": bool(held)})
    return revision


def too_long(record: models.Model) -> dict[str, str]:
    """Field -> message, for a text that is longer than a form would take: the model itself does not ask."""
    found = {}
    for known in record._meta.get_fields():
        if isinstance(known, models.TextField) and known.max_length:
            length = len(getattr(record, known.name) or "")
            if length > known.max_length:
                found[known.name] = f"{length} tekens is te lang, het mogen er {known.max_length} zijn."
    return found
