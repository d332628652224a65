"""Writes a Wijziging when something is published: the one record that feeds, history and "recent" read."""

from __future__ import annotations

from wagtail.models import Revision

from .choices import WijzigingSoort
from .models import Pagina, Wijziging


def record_publication(page: Pagina, revision: Revision | None) -> Wijziging | None:
    """Record that `page` was published; returns None when there is nothing to tell.

    The first publication of a record is "nieuw"; a later one is "herzien" when the editor said what changed, and
    silent otherwise. The same revision is told once, however often it is published. Runs in the publishing transaction.
    """
    note = page.wat_veranderde.strip()
    known = Wijziging.objects.filter(onderwerp=page.translation_key)
    if revision is not None and known.filter(revision=revision).exists():
        return None
    if page.announces_itself and not known.filter(soort=WijzigingSoort.NIEUW).exists():
        soort, text = WijzigingSoort.NIEUW, note or page.samenvatting
    elif note:
        soort, text = WijzigingSoort.HERZIEN, note
    else:
        return None
    change = Wijziging.objects.create(
        soort=soort,
        titel=page.title,
        tekst=text,
        pagina_id=page.pk,
        onderwerp=page.translation_key,
        revision=revision,
    )
    if note:
        # The note belongs to this publication; the next round of editing begins without it.
        Pagina.objects.filter(pk=page.pk).update(wat_veranderde="")
    return change
