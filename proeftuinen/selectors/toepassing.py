"""Everything that the page of a Toepassing shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from portal.following.recent import Verandering, change_of
from portal.models import Wijziging
from portal.pages.citaten import Citaat
from portal.visibility import Reader

from ..choices import KnelpuntStatus
from ..models import KnelpuntStap, Toepassing
from ..peildatum import Peildatum
from .praktijk import praktijkvoorbeelden_of
from .rows import Badge, Card, ToepassingRow, status_badge, toepassing_row, toepassing_rows, with_ends
from .versies import versie_op

ELSEWHERE = 6
CHANGES = 50


@dataclass(frozen=True, slots=True)
class ToepassingOverzicht:
    """`rij` is what it says, today or on the day that was asked; None when `melding` says why not.

    `titel` is that of today. `gewijzigd` is its newest Wijziging. What stands beside it (`status` to `veranderingen`)
    is of today, and left out when another day was asked.
    """

    uuid: UUID
    url: str
    titel: str
    is_voorbeeld: bool
    rij: ToepassingRow | None
    op: datetime.date | None
    melding: str
    citaat_dag: datetime.date | None
    contact_email: str
    status: Badge | None = None
    opgelost: bool = False
    elders: tuple[ToepassingRow, ...] = ()
    praktijkvoorbeelden: tuple[Card, ...] = ()
    veranderingen: tuple[Verandering, ...] = ()

    @property
    def title(self) -> str:
        """The same, as the components of a page call it."""
        return self.titel

    def citaat(self, url: str) -> Citaat:
        """How to cite it; `url` is its whole address."""
        shown = self.rij
        title = shown.titel if shown else self.titel
        return Citaat(f"toepassing-{self.uuid}", title, url, self.citaat_dag, self.is_voorbeeld)


def toepassing_for(uuid: UUID, reader: Reader) -> Toepassing | None:
    """The Toepassing with its pages, when `reader` may see it; one query."""
    return with_ends(Toepassing.objects.visible_to(reader).filter(uuid=uuid), reader).first()


def toepassing_overzicht(toepassing: Toepassing, reader: Reader, asked: Peildatum) -> ToepassingOverzicht:
    """`toepassing` comes from `toepassing_for`. Five queries."""
    now = toepassing_row(toepassing, reader)
    if asked.dag and asked.einde:
        version = versie_op(toepassing, asked.einde, reader)
        return ToepassingOverzicht(
            toepassing.uuid,
            now.url,
            now.titel,
            version.rij.is_voorbeeld if version.rij else now.is_voorbeeld,
            version.rij,
            asked.dag,
            version.melding,
            asked.dag,
            toepassing.proeftuin.contact_email,
        )
    changes = veranderingen(toepassing, reader)
    step = KnelpuntStap.objects.filter(knelpunt=toepassing.knelpunt_id, is_huidig=True).first()
    return ToepassingOverzicht(
        toepassing.uuid,
        now.url,
        now.titel,
        now.is_voorbeeld,
        now,
        None,
        asked.melding,
        citaat_dag=_day(changes[0].moment if changes else toepassing.first_published_at),
        contact_email=toepassing.proeftuin.contact_email,
        status=status_badge(step),
        opgelost=bool(step and step.status == KnelpuntStatus.OPGELOST and step.toepassing_id == toepassing.pk),
        elders=_elsewhere(toepassing, reader),
        praktijkvoorbeelden=praktijkvoorbeelden_of(toepassing, reader),
        veranderingen=changes,
    )


def veranderingen(toepassing: Toepassing, reader: Reader) -> tuple[Verandering, ...]:
    """What was told of it, newest first; one query."""
    rows = Wijziging.objects.marked_for(reader).filter(onderwerp=toepassing.uuid)[:CHANGES]
    return tuple(change_of((row,), toepassing.proeftuin, None) for row in rows)


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def _elsewhere(toepassing: Toepassing, reader: Reader) -> tuple[ToepassingRow, ...]:
    """The same Oplossing in other places or against other Knelpunten, what is real first."""
    rows = Toepassing.objects.visible_to(reader).filter(oplossing=toepassing.oplossing_id).exclude(pk=toepassing.pk)
    return toepassing_rows(rows.marked().order_by("verzonnen", "-datum", "pk")[:ELSEWHERE], reader)
