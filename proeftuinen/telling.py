"""Changes of the tracker that no other service tells: an occurrence, and the progress notes of a Proeftuin."""

from __future__ import annotations

from wagtail.models import PageLogEntry, Revision

from portal.choices import WijzigingSoort
from portal.following.changes import TEXT_LENGTH, shortened, tell
from portal.models import Wijziging
from portal.visibility import is_live

from .models import Proeftuin, Waarneming

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


def tell_waarneming(waarneming: Waarneming) -> Wijziging | None:
    """Tell that a Knelpunt was met in a Proeftuin, on both pages; None while one of them is off the site."""
    knelpunt, proeftuin = waarneming.knelpunt, waarneming.proeftuin
    if not (is_live(knelpunt) and is_live(proeftuin)):
        return None
    when = waarneming.periode
    return tell(
        ook_op=[proeftuin.pk],
        soort=WijzigingSoort.HERZIEN,
        titel=knelpunt.title,
        tekst=shortened(f"Gezien in “{proeftuin.title}”, {when}.", TEXT_LENGTH),
        pagina_id=knelpunt.pk,
        onderwerp=knelpunt.translation_key,
    )


def tell_progress(proeftuin: Proeftuin, revision: Revision | None) -> list[Wijziging]:
    """Tell the progress notes that stand in this publication and did not stand in the one before.

    Nothing is told of a first publication: that the Proeftuin is there is news enough.
    """
    if revision is None:
        return []
    before = (
        PageLogEntry.objects.filter(page=proeftuin.pk, action__in=PUBLISHED, revision__lt=revision.pk)
        .select_related("revision")
        .order_by("-revision")
        .first()
    )
    if before is None or before.revision is None:
        return []
    known = {note["titel"] for note in before.revision.content.get("voortgang") or ()}
    return [
        tell(
            soort=WijzigingSoort.HERZIEN,
            titel=proeftuin.title,
            tekst=shortened(f"Voortgang, {note.datum.tekst}: {note.titel}", TEXT_LENGTH),
            pagina_id=proeftuin.pk,
            onderwerp=proeftuin.translation_key,
            revision=revision,
        )
        for note in proeftuin.voortgang.all()
        if note.titel not in known
    ]
