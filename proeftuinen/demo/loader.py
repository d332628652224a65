"""Loads the tracker's content: registers, proeftuinen, knelpunten, oplossingen, and what happened when they met."""

from __future__ import annotations

import datetime
import json
import uuid
from pathlib import Path
from typing import Any

from django.utils.text import capfirst

from portal.choices import WijzigingSoort
from portal.datum import Datum
from portal.demo.loader import Loader, Record, moment, read
from portal.following.changes import tell
from portal.markdown.markup import markdown_to_html
from portal.models import Aanbeveling

from .. import models

FOLDER = Path(__file__).parent
FILES = ("oplossingen", "proeftuinen", "knelpunten")


class TrackerLoader:
    """Adds the tracker's finishing touches to a `Loader`, and then the rows between its pages."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.steps: list[tuple[Any, Record]] = []
        loader.finishers.update(
            Proeftuin=self._finish_proeftuin, Knelpunt=self._finish_knelpunt, Oplossing=self._finish_oplossing
        )

    def add(self) -> None:
        """Load each file of the tracker's demo, in order of what refers to what."""
        for name in FILES:
            self.loader.add(read(FOLDER / f"{name}.yaml"))

    def finish(self) -> int:
        """Toepassingen, Waarnemingen and steps of what was new; returns how many Toepassingen were made."""
        made = self._add_toepassingen(read(FOLDER / "toepassingen.yaml"))
        for record in read(FOLDER / "waarnemingen.yaml"):
            models.Waarneming.objects.get_or_create(
                knelpunt_id=self._pk(record["knelpunt"], record),
                proeftuin_id=self._pk(record["proeftuin"], record),
                defaults={"eerst_gezien": record["eerst_gezien"], "laatst_gezien": record["laatst_gezien"]},
            )
        for page, record in self.steps:
            self._add_steps(page, record)
        self.steps = []
        return made

    def _finish_proeftuin(self, page: models.Proeftuin, record: Record) -> None:
        for order, entry in enumerate(record.get("partners", [])):
            organisation = self.loader.page(entry["organisatie"], record)
            page.partners.add(
                models.ProeftuinPartner(organisatie_id=organisation.pk, rol=entry.get("rol") or "", sort_order=order)
            )
        for order, entry in enumerate(record.get("mijlpalen", [])):
            page.mijlpalen.add(models.Mijlpaal(**entry, sort_order=order))
        for order, entry in enumerate(record.get("voortgang", [])):
            text = str(markdown_to_html(entry.get("tekst") or ""))
            page.voortgang.add(
                models.Voortgangsbericht(datum=entry["datum"], titel=entry["titel"], tekst=text, sort_order=order)
            )
        for order, text in enumerate(record.get("overdrachtsvoorwaarden", [])):
            text = text["tekst"] if isinstance(text, dict) else text
            page.overdrachtsvoorwaarden.add(models.Overdrachtsvoorwaarde(tekst=text, sort_order=order))
        page.indicatoren = json.dumps(
            [{"type": "indicator", "value": _indicator(e)} for e in record.get("indicatoren", [])]
        )
        page.aanbevelingen = self._aanbevelingen(record)
        self.steps.append((page, record))

    def _finish_knelpunt(self, page: models.Knelpunt, record: Record) -> None:
        page.aanbevelingen = self._aanbevelingen(record)
        self.steps.append((page, record))

    def _finish_oplossing(self, page: models.Oplossing, record: Record) -> None:
        page.steunt_op = [self.loader.page(key, record) for key in record.get("steunt_op", [])]

    def _aanbevelingen(self, record: Record) -> list[Aanbeveling]:
        return [
            Aanbeveling.objects.get(rapport_id=self._pk(e["rapport"], record), nummer=e["nummer"])
            for e in record.get("aanbevelingen", [])
        ]

    def _add_toepassingen(self, records: list[Record]) -> int:
        made = 0
        self.toepassingen: dict[str, models.Toepassing] = {}
        for record in records:
            place = {name: self._pk(record[name], record) for name in ("knelpunt", "oplossing", "proeftuin")}
            row = models.Toepassing.objects.filter(**place).first()
            if row is None:
                names = (
                    *("resultaat", "bewijsgraad", "toelichting", "bron", "bron_url", "datum", "is_voorbeeld"),
                    *("beoordeeld_op", "methode"),
                )
                assessor = record.get("beoordeeld_door")
                row = models.Toepassing(
                    # The same at each load: an address is meant to last.
                    uuid=uuid.uuid5(uuid.NAMESPACE_URL, "-".join(record[name] for name in place)),
                    **{f"{name}_id": pk for name, pk in place.items()},
                    **{name: record[name] for name in names if record.get(name) is not None},
                    beoordeeld_door_id=self._pk(assessor, record) if assessor else None,
                )
                row.neveneffecten = [models.Neveneffect(**entry) for entry in record.get("neveneffecten", [])]
                row.save()
                row.save_revision(changed=False).publish()
                # A result of years ago is news on the day on which its proeftuin came here.
                recorded = _recorded(record, record.get("datum"), row.proeftuin.first_published_at)
                published = {"first_published_at": recorded, "last_published_at": recorded}
                models.Toepassing.objects.filter(pk=row.pk).update(**published)
                self._tell(row, recorded)
                made += 1
            self.toepassingen[record.get("key", str(row.uuid))] = row
        return made

    def _tell(self, row: models.Toepassing, recorded: datetime.datetime) -> None:
        tell(
            ook_op=[row.knelpunt_id, row.oplossing_id],
            soort=WijzigingSoort.NIEUW,
            titel=f"Toepassing: {row}"[:255],
            tekst=row.toelichting[:600],
            moment=recorded,
            pagina_id=row.proeftuin_id,
            onderwerp=row.uuid,
            afgeleid=True,
        )

    def _add_steps(self, page: Any, record: Record) -> None:
        entries = record.get("stappen", [])
        for number, entry in enumerate(entries):
            values = {
                "datum": entry["datum"],
                "reden": entry.get("reden") or "",
                "is_huidig": number == len(entries) - 1,
                "vastgelegd_op": _recorded(record, entry["datum"]),
            }
            label = models.ProeftuinStap if record["type"] == "Proeftuin" else models.KnelpuntStap
            self._tell_step(page, record, entry, label)
            if record["type"] == "Proeftuin":
                models.ProeftuinStap.objects.create(proeftuin_id=page.pk, stadium=entry["stadium"], **values)
                continue
            owner = entry.get("eigenaar")
            models.KnelpuntStap.objects.create(
                knelpunt_id=page.pk,
                status=entry["status"],
                niveau=entry.get("niveau") or "lokaal",
                eigenaar_id=self._pk(owner, record) if owner else None,
                toepassing=self.toepassingen.get(entry.get("toepassing") or ""),
                **values,
            )

    def _tell_step(self, page: Any, record: Record, entry: Record, model: Any) -> None:
        """A step after the page's first publication is a change that followers read."""
        happened = Datum.of(entry["datum"])
        if not happened or not happened.exact or happened <= record.get("datum", entry["datum"]):
            return
        name = "stadium" if model is models.ProeftuinStap else "status"
        named = self.toepassingen.get(entry.get("toepassing") or "")
        state = dict(model._meta.get_field(name).choices)[entry[name]]
        tell(
            soort=WijzigingSoort.STATUSWIJZIGING,
            titel=page.title,
            tekst=f"{capfirst(name)}: {state}. {entry.get('reden') or ''}".strip()[:600],
            moment=moment(entry["datum"]),
            pagina_id=page.pk,
            onderwerp=named.uuid if named else page.translation_key,
        )

    def _pk(self, key: str, record: Record) -> int:
        return self.loader.page(key, record).pk


def _recorded(record: Record, happened: Any, first: Any = None) -> Any:
    """When a fact came here: with its record, or on its own day when that is later."""
    day = Datum.of(happened)
    first = first or moment(record.get("datum"))
    return max(first, moment(day.begin)) if day and day.exact else first


def _indicator(entry: Record) -> Record:
    measured = [
        {
            # Without an id Wagtail takes the item itself for its value, and finds no measurement in it.
            "id": str(uuid.uuid4()),
            "type": "item",
            "value": {
                "datum": str(m["datum"]),
                "waarde": str(m["waarde"]),
                "toelichting": m.get("toelichting") or "",
            },
        }
        for m in entry["metingen"]
    ]
    return {**{k: v for k, v in entry.items() if k != "metingen"}, "metingen": measured}
