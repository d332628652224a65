"""What changed, as lines that are shown: on the whole portal, and on one page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from ..choices import WijzigingSoort
from ..models import Pagina, Wijziging
from ..querysets import WijzigingQuerySet
from ..visibility import Reader
from . import onderwerpen
from .bundles import Bundel, bundles


@dataclass(frozen=True, slots=True)
class Verandering:
    """A line of changes as it is shown: a Wijziging, or those of one page on one day, or those of one import."""

    moment: datetime.datetime
    soort: str
    soort_naam: str
    titel: str
    teksten: tuple[str, ...]
    url: str
    is_voorbeeld: bool = False


def recent_changes(reader: Reader, request: HttpRequest | None, size: int = 8) -> list[Verandering]:
    """What changed last on the whole portal."""
    among = Wijziging.objects.visible_to(reader)
    return changes_of(with_page(among.heads(per_day=True))[:size].with_labels(reader), among, request)


def with_page(rows: WijzigingQuerySet) -> WijzigingQuerySet:
    """The changes with what is shown of their pages; no query a row."""
    return rows.select_related("pagina__content_type").defer("pagina__inhoud")


def changes_of(heads: Sequence[Wijziging], among: WijzigingQuerySet, request: HttpRequest | None) -> list[Verandering]:
    """The lines of these heads, which come from `with_labels`, taken from `among`."""
    found = bundles(heads, among, per_day=True)
    return [
        import_of(bundel) if bundel.partij else change_of(bundel.rijen, bundel.kop.pagina, request) for bundel in found
    ]


def import_of(bundel: Bundel) -> Verandering:
    """One line for all that an import changed."""
    head = bundel.kop
    return Verandering(
        head.moment,
        WijzigingSoort.NIEUW,
        "import",
        f"Import: {bundel.aantal} wijzigingen tegelijk",
        (),
        f"{reverse('wijzigingen')}?import={bundel.partij}",
    )


def changes_about(page: Pagina, reader: Reader, request: HttpRequest | None, size: int = 10) -> list[Verandering]:
    """What changed on one page, newest first."""
    if not page.pk:
        return []
    rows = Wijziging.objects.marked_for(reader).about(page)[:size]
    return [change_of((row,), page, request) for row in rows]


def change_of(rows: Sequence[Wijziging], page: Pagina, request: HttpRequest | None) -> Verandering:
    """The changes of one page on one day as one line, the newest first; the newest knows whether it is invented."""
    head = rows[0]
    # The page itself, also where the newest of them is about a record on it.
    title = next((row.titel for row in rows if row.onderwerp == page.translation_key), head.titel)
    texts = tuple(dict.fromkeys(row.tekst for row in rows if row.tekst))
    # A record with an address of its own is shown there, unless more happened on its page that day.
    alone = {row.onderwerp for row in rows} == {head.onderwerp}
    own = onderwerpen.address_of(head.van, head.onderwerp) if alone else ""
    # A page that is new today is new, whatever else happened to it.
    soort = next((row for row in rows if row.soort == WijzigingSoort.NIEUW), head)
    return Verandering(
        head.moment,
        soort.soort,
        soort.get_soort_display(),
        f"Voorbeeld: {title}" if head.verzonnen else title,
        texts,
        own or page.get_url(request) or "",
        head.verzonnen,
    )
