"""What the dashboard is about: the whole programme, or a vorm, a region and a period of it, with the lists' filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from portal.choices import Politieregio, Provincie, Schema
from portal.datum import day_of, overlap_q
from portal.lists.filters import BoundFilter, FilterSet
from portal.lists.labels import begrip_labels
from portal.visibility import Reader

from ...choices import Registersoort
from ...lists.filters import filter_set, regions_of_proeftuinen
from ...models import Knelpunt, Proeftuin, Toepassing
from ...peildatum import Peildatum, current_at, peildatum

NAMES = ("vorm", "politieregio", "provincie", "van", "tot")


@dataclass(frozen=True, slots=True)
class Selectie:
    """The records that the figures are about, as far as `reader` may see them."""

    reader: Reader
    params: QueryDict

    @property
    def op(self) -> Peildatum:
        """The day of which the figures are asked."""
        return peildatum(self.params.get("op", ""))

    @property
    def is_whole(self) -> bool:
        """Whether it is everything, as it is now."""
        return not self.query and self.op.dag is None

    @property
    def query(self) -> str:
        """What was chosen, as the query string of a list."""
        return self._bound(Registersoort.PROEFTUIN).url().removeprefix("?")

    def knelpunten(self) -> QuerySet[Any]:
        """Those of the vorm, met in the region and in the period."""
        return self._bound(Registersoort.KNELPUNT).apply(Knelpunt.objects.visible_to(self.reader)).order_by()

    def proeftuinen(self) -> QuerySet[Any]:
        """Those of the vorm, in the region, that ran in the period."""
        return self._bound(Registersoort.PROEFTUIN).apply(Proeftuin.objects.visible_to(self.reader)).order_by()

    def toepassingen(self) -> QuerySet[Any]:
        """Those at a Knelpunt of the vorm, by a Proeftuin in the region, with a result of the period."""
        values = self._bound(Registersoort.PROEFTUIN).values
        rows: QuerySet[Any] = Toepassing.objects.visible_to(self.reader).order_by()
        if vormen := values.get("vorm"):
            rows = rows.filter(knelpunt__in=_of_vorm(vormen))
        for item in regions_of_proeftuinen(self.reader):
            if item.name in values:
                rows = rows.filter(item.lies_in("proeftuin__", values[item.name]))
        if (end := self.op.einde) is not None:
            rows = rows.filter(first_published_at__lt=end)
        first, last = (day_of(values[name][0]) if name in values else None for name in ("van", "tot"))
        return rows.filter(overlap_q("datum", first, last)) if first or last else rows

    def stappen(self, rows: QuerySet[Any], owner: str) -> QuerySet[Any]:
        """The steps that are the current ones, or were on the day that is asked: by when they were recorded."""
        return current_at(rows, owner, self.op.einde)

    def touched_q(self) -> Q:
        """The condition on a Wijziging under which it is about one of these; Oplossingen lie in no region."""
        chosen = Q(pagina__in=self.knelpunten().values("pk")) | Q(pagina__in=self.proeftuinen().values("pk"))
        return chosen if self.query else Q()

    def form(self) -> dict[str, Any]:
        """The filters as templates/components/filters.html takes them; without counts, for those are the dashboard."""
        bound = self._bound(Registersoort.PROEFTUIN)
        choices = {
            "vorm": list(begrip_labels()[Schema.VORM].items()),
            "politieregio": Politieregio.choices,
            "provincie": Provincie.choices,
        }
        fields = {item.name: item for item in bound.filter_set.fields}
        filters = [
            {
                "name": name,
                "label": fields[name].label,
                "type": "select" if name in choices else "date",
                "value": " ".join(bound.values.get(name, ())),
                "options": [
                    {"value": value, "label": label, "count": None, "selected": value in bound.values.get(name, ())}
                    for value, label in choices.get(name, ())
                ],
            }
            for name in NAMES
        ]
        asked = self.op.dag
        filters.append(
            {"name": "op", "label": "zo stond het op", "type": "date", "value": asked.isoformat() if asked else ""}
        )
        chips = bound.chips({(name, value): str(label) for name in choices for value, label in choices[name]})
        return {
            "filters": filters,
            "filter_aantal": len(chips),
            "filter_meldingen": [*bound.messages, *filter(None, [self.op.melding])],
            "chips": chips,
            "reset_url": "?",
        }

    def _bound(self, soort: str) -> BoundFilter:
        whole = filter_set(soort, self.reader)
        return FilterSet([item for item in whole.fields if item.name in NAMES], whole.sorts).bind(self.params)


def _of_vorm(slugs: tuple[str, ...]) -> QuerySet[Any, Any]:
    links: QuerySet[Any] = Knelpunt.begrippen.through.objects.filter(begrip__schema=Schema.VORM, begrip__slug__in=slugs)
    return links.values("pagina")
