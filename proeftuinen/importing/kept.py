"""Keeps the file of a try until it is imported, or a day has passed: one for each user, and for that user alone."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Importbestand

DAYS = datetime.timedelta(days=1)


@transaction.atomic
def keep(user: Any, name: str, data: bytes) -> Importbestand:
    """Keep this file for `user`, instead of what was kept before. What is too old goes, whoever kept it."""
    Importbestand.objects.filter(Q(gebruiker=user) | Q(bewaard_op__lt=timezone.now() - DAYS)).delete()
    return Importbestand.objects.create(gebruiker=user, naam=name[-200:], inhoud=data)


def kept(user: Any, key: UUID | None) -> Importbestand | None:
    """The file that `user` kept under this key; None when it is not there, or not there any more."""
    if key is None:
        return None
    return Importbestand.objects.filter(gebruiker=user, uuid=key, bewaard_op__gte=timezone.now() - DAYS).first()


def forget(user: Any) -> None:
    """Throw away the file that this user uploaded before."""
    Importbestand.objects.filter(gebruiker=user).delete()
