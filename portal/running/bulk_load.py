"""While much is written at once, Wagtail's own two indexes wait, and are filled once at the end.

Saving one page updates both three times; for a whole site that was a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexes_wait() -> Iterator[None]:
    """Update neither the reference index nor the admin's search on a save: call `fill_indexes` afterwards.

    For the whole process: meant for a command that is alone in it.
    """
    waiting = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in waiting:
            post_save.connect(post_save_signal_handler, sender=model)


def fill_indexes() -> None:
    """Fill both indexes from what is in the database, and renew what that knows of its rows."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    renew_statistics()


def renew_statistics() -> None:
    """So many rows at once, and PostgreSQL still plans for the few that it knew: a query then takes minutes.

    Not on SQLite, which never renews them by itself: knowing the few rows of today, it would read all pages for each
    search of a portal that has grown. Without statistics it uses its indexes.
    """
    if connection.vendor == "postgresql":
        # Named, or the catalogue that all databases of the server share would be locked until this transaction ends.
        tables = connection.introspection.django_table_names(only_existing=True)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
