"""Redacteuren may work with a model from the moment that it exists, also in a portal that was there before it.

A permission that comes into being during a migrate is given once. One that was there already is left alone: who took
it from the group meant to.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from ..setup import EDITOR_APPS, editor_permissions
from ..visibility import REDACTEUREN

# The permissions that were there when this migrate began, by database; nothing before the tables are there.
_known: dict[str, set[int]] = {}


def connect() -> None:
    """For each app of which editors use the models."""
    for name in EDITOR_APPS:
        config = apps.get_app_config(name)
        pre_migrate.connect(_remember, sender=config, dispatch_uid=f"new_models_before_{name}")
        post_migrate.connect(_give, sender=config, dispatch_uid=f"new_models_after_{name}")


def _remember(using: str, **_: Any) -> None:
    tables = connections[using].introspection.table_names()
    rows = Permission.objects.using(using).values_list("pk", flat=True)
    _known[using] = set(rows) if Permission._meta.db_table in tables else set()


def _give(sender: Any, using: str, **_: Any) -> None:
    # Django's own receiver may come after this one.
    create_permissions(sender, verbosity=0, using=using)
    editors = Group.objects.using(using).filter(name=REDACTEUREN).first()
    if editors is None:
        return
    own = editor_permissions().using(using).filter(content_type__app_label=sender.label)
    editors.permissions.add(*own.exclude(pk__in=_known.get(using, set())))
