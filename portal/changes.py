"""Writes a Wijziging when something is published: the one record that feeds, history and "recent" read."""

from __future__ import annotations

from uuid import UUID

from wagtail.models import Revision

from .choices import WijzigingSoort
from .models import Aanbeveling, Pagina, Rapport, Wijziging
from .stappen import TEXT_LENGTH, TITLE_LENGTH, shortened


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
        afgeleid=not note,
    )
    if note:
        # The note belongs to this publication; the next round of editing begins without it.
        Pagina.objects.filter(pk=page.pk).update(wat_veranderde="")
    return change


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
