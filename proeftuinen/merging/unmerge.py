"""Takes a merge back: what was logged when it was made goes back to where it was, as far as it is still there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from portal.choices import WijzigingSoort
from portal.following.changes import tell
from portal.models import Wijziging

from ..editing.koppelingen import move_koppelingen
from ..models import Toepassing, Waarneming
from .merge import MERGED, dates_of, move_shared_changes, move_toepassingen

UNMERGED = "proeftuinen.teruggedraaid"


@transaction.atomic
def undo_merge(source: Any, user: Any = None) -> Any:
    """Make `source` a record of its own again, on the site when it was there; returns the one it was merged with.

    What the other took over by choice (aanbevelingen, handreikingen) stays there too. Raises ValidationError when
    `source` is not merged, or when its merge was not logged.
    """
    model = type(source)
    source = model.objects.select_for_update(of=("self",)).get(pk=source.pk)
    target = source.samengevoegd_met
    entry = PageLogEntry.objects.filter(page=source.pk, action=MERGED).order_by("-timestamp", "-pk").first()
    if target is None or entry is None or entry.data.get("naar") is None:
        raise ValidationError(f"Dit {model._meta.verbose_name} is niet samengevoegd met een ander.")
    data = entry.data
    name = str(model._meta.model_name)
    move_toepassingen(Toepassing.objects.filter(pk__in=data["toepassingen"], **{name: target.pk}), target, source)
    for row in Waarneming.objects.filter(pk__in=data["waarnemingen"], knelpunt=target.pk):
        row.knelpunt = source
        row.save(update_fields=["knelpunt"])
    _shrink(data.get("opgerekt", {}), target)
    Wijziging.objects.filter(pk__in=data["wijzigingen"], pagina=target.pk).update(pagina=source.pk)
    move_shared_changes(target, source, among=data["ook_op"])
    move_koppelingen(target, source, among=data.get("koppelingen", ()))
    model.objects.filter(pk__in=data["samengevoegde"], samengevoegd_met=target).update(samengevoegd_met=source)
    Redirect.objects.filter(old_path=_path_of(source), redirect_page=target.pk).delete()
    source.samengevoegd_met = None
    source.save(clean=False)
    if data["was_live"]:
        # What stood on the site: the newest draft may say something else, and stays in the history.
        source.save_revision(user=user, log_action=True).publish(user=user)
        source.refresh_from_db()
        _tell(source, target)
    log(instance=source, action=UNMERGED, user=user, data={"van": target.pk})
    return target


def _shrink(stretched: dict[str, list[list[str]]], target: Any) -> None:
    """Give each Waarneming that the merge stretched its own dates again, unless somebody changed them since."""
    for row in Waarneming.objects.filter(pk__in=stretched, knelpunt=target.pk):
        before, after = stretched[str(row.pk)]
        if dates_of(row) == after:
            row.eerst_gezien, row.laatst_gezien = before
            row.save(update_fields=["eerst_gezien", "laatst_gezien"])


def _tell(source: Any, target: Any) -> None:
    if target.live:
        tell(
            soort=WijzigingSoort.HERZIEN,
            titel=target.title,
            tekst=f"Niet langer samengevoegd met “{source.title}”.",
            pagina_id=target.pk,
            # It names `source` too.
            onderwerp=source.translation_key,
        )


def _path_of(source: Any) -> str:
    parts = source.get_url_parts()
    return Redirect.normalise_path(parts[2]) if parts else ""
