"""Writes a Wijziging when something is published: the one record that feeds, history and "recent" read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Revision

from ..choices import WijzigingSoort
from ..models import Aanbeveling, Pagina, Rapport, Wijziging

TITLE_LENGTH = 255
TEXT_LENGTH = 600
_partij: ContextVar[UUID | None] = ContextVar("portal_import", default=None)


def record_publication(page: Pagina, revision: Revision | None) -> Wijziging | None:
    """Record that `page` was published; returns None when there is nothing to tell.

    The first publication of a record is "nieuw"; a later one is "herzien" when the editor said what changed, and
    silent otherwise. The same revision is told once, however often it is published. Runs in the publishing transaction.
    """
    note = page.wat_veranderde.strip()
    follow(page.pk, page.translation_key, titel=page.title, tekst=page.samenvatting)
    if isinstance(page, Rapport):
        for row in page.aanbevelingen.all():
            follow(page.pk, row.uuid, titel=aanbeveling_title(row, page))
    known = Wijziging.objects.filter(onderwerp=page.translation_key)
    if page.gewijzigd_op is None:
        _mark([page.pk], page.first_published_at or timezone.now())
    if revision is not None and known.filter(revision=revision).exists():
        return None
    if page.announces_itself and not known.filter(soort=WijzigingSoort.NIEUW).exists():
        soort, text = WijzigingSoort.NIEUW, note or page.samenvatting
    elif note:
        soort, text = WijzigingSoort.HERZIEN, note
    else:
        return None
    change = tell(
        soort=soort,
        titel=page.title,
        tekst=text,
        pagina_id=page.pk,
        onderwerp=page.translation_key,
        revision=revision,
        afgeleid=not note,
    )
    if note:
        # The note belongs to this publication; the next round of editing begins without it.
        Pagina.objects.filter(pk=page.pk).update(wat_veranderde="")
    return change


def tell(*, ook_op: Iterable[int] = (), **values: Any) -> Wijziging:
    """Record a change: every page that it is about has changed from this moment. The only way to write one.

    `ook_op`: keys of the other pages that it is about; `values`: the fields of a Wijziging.
    """
    change = Wijziging.objects.create(partij=_partij.get(), **values)
    others = list(ook_op)
    change.ook_op.set(others)
    _mark([change.pagina_id, *others], change.moment)
    return change


@contextmanager
def one_import() -> Iterator[UUID]:
    """What is told inside is one import: one line for who follows everything. Gives its uuid."""
    partij = uuid4()
    token = _partij.set(partij)
    try:
        yield partij
    finally:
        _partij.reset(token)


def _mark(pages: Iterable[int], moment: datetime.datetime) -> None:
    """Let these pages be changed at `moment`, unless they were changed later."""
    older = Q(gewijzigd_op__isnull=True) | Q(gewijzigd_op__lt=moment)
    Pagina.objects.filter(older, pk__in=list(pages)).update(gewijzigd_op=moment)


def aanbeveling_title(aanbeveling: Aanbeveling, rapport: Rapport) -> str:
    """What a change of this Aanbeveling is called."""
    return shortened(f"Aanbeveling {aanbeveling.nummer} uit {rapport.title}", TITLE_LENGTH)


def follow(pagina_id: int, onderwerp: UUID, *, titel: str, tekst: str | None = None) -> None:
    """Let what was told on a page of a record say what the record says now; without `tekst` only its title.

    A sentence or a name that an editor took out of it must not live on in feeds and history. What an editor wrote for
    a change stays as it was written.
    """
    told = Wijziging.objects.filter(pagina=pagina_id, onderwerp=onderwerp)
    told.exclude(titel=titel).update(titel=titel)
    if tekst is not None:
        told.filter(afgeleid=True).update(tekst=shortened(tekst, TEXT_LENGTH))


def shortened(text: str, length: int) -> str:
    """At most so many characters, with … where it was cut."""
    return Truncator(text).chars(length)
