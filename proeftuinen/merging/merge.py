"""Two records that turn out to be one: what would move, and the merge itself.

The record that goes keeps its row, its steps and its revisions, and points to the one that stays. `unmerge` takes a
merge back with what is logged here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from portal.choices import WijzigingSoort
from portal.datum import earliest, latest
from portal.following.changes import tell
from portal.models import Wijziging
from portal.visibility import OPENBAAR, page_restrictions, tokens_of

from ..editing.koppelingen import move_koppelingen
from ..models import Knelpunt, Oplossing, Toepassing, Waarneming

MERGED, TOOK_OVER = "proeftuinen.samengevoegd", "proeftuinen.overgenomen"
# The choices of an editor that the one that stays takes over.
TAKEN_OVER: dict[Any, tuple[str, ...]] = {Knelpunt: ("aanbevelingen",), Oplossing: ("steunt_op",)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge of `source` into `target` does. `errors` is by field; with one, nothing happens."""

    source: Any
    target: Any
    errors: dict[str, str]
    toepassingen: tuple[Toepassing, ...]
    # What the one that stays has already remains with the one that goes, off the site.
    dubbel: tuple[Toepassing, ...]
    waarnemingen: tuple[Waarneming, ...]
    stappen: int
    keuzes: dict[str, tuple[Any, ...]]


def plan_merge(source: Any, target: Any) -> Plan:
    """Read what a merge would do, and which rule it breaks. Both are records of one type."""
    name = _key(source)
    rows = list(Toepassing.objects.filter(**{name: source.pk}).with_pages())
    taken = {_pair(row, name) for row in Toepassing.objects.filter(**{name: target.pk})}
    double = tuple(row for row in rows if _pair(row, name) in taken)
    seen = Waarneming.objects.filter(knelpunt=source.pk) if isinstance(source, Knelpunt) else Waarneming.objects.none()
    return Plan(
        source,
        target,
        _errors(source, target, double),
        tuple(row for row in rows if row not in double),
        double,
        tuple(seen.select_related("proeftuin").order_by("pk")),
        source.stappen.count() if isinstance(source, Knelpunt) else 0,
        {
            field: tuple(getattr(source, field).exclude(pk__in=getattr(target, field).values("pk")))
            for field in TAKEN_OVER[type(source)]
        },
    )


@transaction.atomic
def merge(source: Any, target: Any, user: Any = None) -> Plan:
    """Merge `source` into `target`; returns what moved. Raises ValidationError by field, and changes nothing then."""
    model = type(source)
    rows = {row.pk: row for row in model.objects.select_for_update(of=("self",)).filter(pk__in=[source.pk, target.pk])}
    source, target = rows[source.pk], rows[target.pk]
    plan = plan_merge(source, target)
    if plan.errors:
        raise ValidationError(plan.errors)
    was_live = source.live
    moved, stretched = _move_waarnemingen(plan.waarnemingen, target)
    data = {
        "naar": target.pk,
        "was_live": was_live,
        "toepassingen": move_toepassingen(plan.toepassingen, source, target),
        "waarnemingen": moved,
        "opgerekt": stretched,
        "wijzigingen": _move_changes(source, target) if was_live else [],
        "ook_op": move_shared_changes(source, target, _changes_to_share(plan, was_live)),
        "koppelingen": move_koppelingen(source, target),
        "samengevoegde": list(model.objects.filter(samengevoegd_met=source).values_list("pk", flat=True)),
    }
    _take_over(plan.keuzes, target)
    model.objects.filter(samengevoegd_met=source).update(samengevoegd_met=target)
    if source.first_published_at:
        _redirect(source, target)
    _close(source, target, user)
    if was_live and target.live:
        # Also what says that the life of `source` may be read on the page of `target`.
        tell(
            soort=WijzigingSoort.HERZIEN,
            titel=target.title,
            tekst=f"Samengevoegd met “{source.title}”.",
            pagina_id=target.pk,
            onderwerp=source.translation_key,
        )
    log(instance=source, action=MERGED, user=user, data=data)
    log(instance=target, action=TOOK_OVER, user=user, data={"van": source.pk, "titel": source.title})
    # Search watches what is saved: everything that moved was, and the one that stays has now.
    target.save(clean=False)
    return plan


def move_toepassingen(rows: Iterable[Toepassing], source: Any, target: Any) -> list[int]:
    """Give these to `target`, in their drafts and history too: publishing an older draft must not bring them back."""
    name, moved = _key(source), []
    for row in rows:
        setattr(row, name, target)
        row.save(update_fields=[name])
        moved.append(row.pk)
    kind = ContentType.objects.get_for_model(Toepassing)
    stay = Toepassing.objects.filter(**{name: source.pk}).values_list("pk", flat=True)
    texts = Revision.objects.filter(base_content_type=kind, **{f"content__{name}": source.pk})
    revisions = list(texts.exclude(object_id__in=[str(pk) for pk in stay]))
    for revision in revisions:
        revision.content[name] = target.pk
    Revision.objects.bulk_update(revisions, ["content"])
    return moved


def move_shared_changes(source: Any, target: Any, among: Iterable[int] | None = None) -> list[int]:
    """Let the changes that are also about `source` be about `target` instead; returns their keys."""
    through = Wijziging.ook_op.through
    links = through.objects.filter(pagina_id=source.pk)
    if among is not None:
        links = links.filter(wijziging_id__in=list(among))
    moved = list(links.values_list("wijziging_id", flat=True))
    through.objects.bulk_create([through(wijziging_id=pk, pagina_id=target.pk) for pk in moved], ignore_conflicts=True)
    links.delete()
    return moved


def _changes_to_share(plan: Plan, was_live: bool) -> list[int] | None:
    """All of them; of what was never public only those of the Toepassingen that move."""
    if was_live:
        return None
    moved = Wijziging.objects.filter(onderwerp__in=[row.uuid for row in plan.toepassingen])
    return list(moved.values_list("pk", flat=True))


def _errors(source: Any, target: Any, double: tuple[Toepassing, ...]) -> dict[str, str]:
    kind = source._meta.verbose_name
    both_live = [row for row in double if row.live]
    if source.pk == target.pk:
        text = f"Kies een ander {kind} dan dit." if kind == "knelpunt" else f"Kies een andere {kind} dan deze."
    elif source.samengevoegd_met_id:
        text = f"“{source.title}” is al samengevoegd met “{source.samengevoegd_met.title}”."
    elif target.samengevoegd_met_id:
        text = f"“{target.title}” is zelf samengevoegd met “{target.samengevoegd_met.title}”. Kies dat."
    elif source.is_voorbeeld != target.is_voorbeeld:
        invented, real = (source, target) if source.is_voorbeeld else (target, source)
        text = f"“{invented.title}” is een verzonnen voorbeeld en “{real.title}” is echt: die horen niet bij elkaar."
    elif source.live and not target.live:
        text = f"“{target.title}” staat niet op de site. Publiceer dat eerst, of voeg andersom samen."
    elif not _readers_agree(source, target):
        text = (
            f"“{source.title}” is afgeschermd voor lezers die “{target.title}” wel zien. "
            "Geef beide dezelfde afscherming, of voeg andersom samen."
        )
    elif both_live:
        names = ", ".join(f"“{row}”" for row in both_live)
        text = (
            f"Deze toepassingen staan bij beide: {names}. Depubliceer ze hier: ze blijven bewaard. Neem wat u wilt "
            f"houden eerst over bij “{target.title}”."
        )
    else:
        return {}
    return {"blijft": text}


def _readers_agree(source: Page, target: Page) -> bool:
    """Whether everybody who may read `target` may read `source`: what moves is shown to them."""
    restrictions = page_restrictions()
    may_read = tokens_of(source, restrictions)
    return OPENBAAR in may_read or set(tokens_of(target, restrictions)) <= set(may_read)


def _move_waarnemingen(rows: Iterable[Waarneming], target: Any) -> tuple[list[int], dict[str, list[list[str]]]]:
    """Give these to `target`; one that it has already is stretched, and the other stays where it was.

    Returns the keys of what moved, and of what was stretched its dates before and after.
    """
    known = {row.proeftuin_id: row for row in Waarneming.objects.filter(knelpunt=target.pk)}
    moved, stretched = [], {}
    for row in rows:
        other = known.get(row.proeftuin_id)
        if other is None:
            row.knelpunt = target
            row.save(update_fields=["knelpunt"])
            moved.append(row.pk)
            continue
        before = dates_of(other)
        other.eerst_gezien = earliest(other.eerst_gezien, row.eerst_gezien)
        other.laatst_gezien = latest(other.laatst_gezien, row.laatst_gezien)
        if dates_of(other) != before:
            other.save(update_fields=["eerst_gezien", "laatst_gezien"])
            stretched[str(other.pk)] = [before, dates_of(other)]
    return moved, stretched


def dates_of(row: Waarneming) -> list[str]:
    """When it was first and last seen, as a log can hold it."""
    return [row.eerst_gezien.edtf, row.laatst_gezien.edtf]


def _move_changes(source: Any, target: Any) -> list[int]:
    rows = Wijziging.objects.filter(pagina=source.pk)
    moved = list(rows.values_list("pk", flat=True))
    rows.update(pagina=target.pk)
    return moved


def _take_over(choices: dict[str, tuple[Any, ...]], target: Any) -> None:
    """Add these to `target` and to what is about to be published of it: its draft, and what is scheduled."""
    revisions = Revision.objects.filter(
        pk__in=[pk for pk in (target.latest_revision_id, target.live_revision_id) if pk]
    )
    revisions |= target.revisions.filter(approved_go_live_at__isnull=False)
    for field, rows in choices.items():
        through = getattr(type(target), field).through
        other = type(target)._meta.get_field(field).m2m_reverse_field_name()
        own = type(target)._meta.get_field(field).m2m_field_name()
        through.objects.bulk_create(
            [through(**{f"{own}_id": target.pk, f"{other}_id": row.pk}) for row in rows], ignore_conflicts=True
        )
        for revision in revisions:
            held = revision.content.get(field) or []
            revision.content[field] = [*held, *(row.pk for row in rows if row.pk not in held)]
            revision.save(update_fields=["content"])


def _redirect(source: Any, target: Any) -> None:
    parts = source.get_url_parts()
    if parts is None:
        return
    site, _, path = parts
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(path),
        site_id=site,
        defaults={"redirect_page_id": target.pk, "is_permanent": True, "redirect_link": ""},
    )
    Redirect.objects.filter(redirect_page=source.pk).update(redirect_page=target.pk)


def _close(source: Any, target: Any, user: Any) -> None:
    """Take `source` off the site, and off every list of what is still to be published."""
    source.samengevoegd_met = target
    source.go_live_at = None
    if state := source.current_workflow_state:
        state.cancel(user=user)
    source.save(clean=False)
    source.revisions.update(approved_go_live_at=None)
    source.unpublish(user=user, log_action=False)


def _key(record: Any) -> str:
    """The name of the field with which a Toepassing holds this record."""
    return str(record._meta.model_name)


def _pair(row: Toepassing, without: str) -> tuple[int, ...]:
    """The two other records of a Toepassing."""
    return tuple(getattr(row, f"{name}_id") for name in ("knelpunt", "oplossing", "proeftuin") if name != without)
