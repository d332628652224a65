"""Makes a large, invented tracker to measure with: the same for the same seed, written in bulk."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Page

from portal.choices import AanbevelingStatus, Bewijsgraad, Resultaat, Schema, WijzigingSoort
from portal.models import Aanbeveling, AanbevelingStap, Begrip, Gemeente, Overzicht, Pagina, Rapport, Wijziging
from portal.running.bulk_load import renew_statistics

from ..choices import KnelpuntStatus, Niveau, Registersoort, Stadium
from ..models import (
    Knelpunt,
    KnelpuntStap,
    Neveneffect,
    Oplossing,
    Proeftuin,
    ProeftuinStap,
    Register,
    Toepassing,
    Waarneming,
)

BATCH = 500
T = TypeVar("T")
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Sizes:
    proeftuinen: int = 2_000
    knelpunten: int = 10_000
    oplossingen: int = 10_000
    toepassingen: int = 100_000
    aanbevelingen: int = 1_000


class Generator:
    """Adds records to the three registers, labelled as examples. Signals, revisions and search are left out."""

    def __init__(self, sizes: Sizes, seed: int = 1, progress: Progress = lambda what, n: None) -> None:
        self.sizes = sizes
        self.random = random.Random(seed)  # noqa: S311  a repeatable sample, no secret
        self.progress = progress
        self.today = timezone.localdate()
        self.gemeenten = list(Gemeente.objects.values_list("pk", flat=True))
        self.uuids: dict[int, uuid.UUID] = {}
        self.begrippen: dict[str, list[int]] = {}
        for schema, pk in Begrip.objects.active().exclude(schema=Schema.ALGEMEEN).values_list("schema", "pk"):
            self.begrippen.setdefault(schema, []).append(pk)

    @transaction.atomic
    def run(self) -> None:
        """Write a tracker of the asked sizes, straight into the tables, and tell the database of it."""
        proeftuinen = self._pages(Proeftuin, self.sizes.proeftuinen, self._proeftuin)
        knelpunten = self._pages(Knelpunt, self.sizes.knelpunten, lambda: {"wie_gehinderd": "Verzonnen partners."})
        oplossingen = self._pages(Oplossing, self.sizes.oplossingen, lambda: {"voorwaarden": "Verzonnen voorwaarde."})
        self._proeftuin_steps(proeftuinen)
        self._knelpunt_steps(knelpunten)
        self._toepassingen(knelpunten, oplossingen, proeftuinen)
        self._aanbevelingen(knelpunten, proeftuinen)
        renew_statistics()

    def _pages(self, model: type[Any], amount: int, own: Callable[[], dict[str, Any]]) -> list[int]:
        """Rows in the three tables of a page, without treebeard's query per page; returns their keys."""
        kind = str(model._meta.model_name)
        parent = Register.objects.get(toont=Registersoort(kind))
        last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
        number = int(last.path[-4:], 36) if last else 0
        content_type = ContentType.objects.get_for_model(model)
        keys: list[int] = []
        for part in _parts(range(amount)):
            pages = [self._page(parent, kind, number + 1 + index, content_type) for index in part]
            Page.objects.bulk_create(pages)
            texts = [
                Pagina(
                    page_ptr_id=page.pk,
                    samenvatting=f"Verzonnen om mee te meten: {page.title}.",
                    is_voorbeeld=True,
                    gewijzigd_op=page.first_published_at,
                )
                for page in pages
            ]
            _insert_own_table(Pagina, texts)
            _insert_own_table(model, [model(pagina_ptr_id=page.pk, **own()) for page in pages])
            Pagina.begrippen.through.objects.bulk_create(
                Pagina.begrippen.through(pagina_id=page.pk, begrip_id=pk) for page in pages for pk in self._some_terms()
            )
            keys += [page.pk for page in pages]
            self.uuids.update((page.pk, page.translation_key) for page in pages)
            self.progress(str(model._meta.verbose_name_plural), len(pages))
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + amount)
        return keys

    def _page(self, parent: Any, kind: str, number: int, content_type: ContentType) -> Page:
        slug = f"{kind}-{number}"
        moment = timezone.now() - datetime.timedelta(days=self.random.randint(1, 1500))
        return Page(
            title=f"{capfirst(kind)} {number} (verzonnen)",
            draft_title=f"{capfirst(kind)} {number} (verzonnen)",
            slug=slug,
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{slug}/",
            content_type=content_type,
            locale_id=parent.locale_id,
            translation_key=uuid.UUID(int=self.random.getrandbits(128), version=4),
            live=True,
            first_published_at=moment,
            last_published_at=moment,
        )

    def _proeftuin(self) -> dict[str, Any]:
        place = self.random.choice(self.gemeenten) if self.gemeenten else None
        return {"gemeente_id": place, "doel": "Verzonnen doel.", "startdatum": self._day(1500, 400), "indicatoren": []}

    def _some_terms(self) -> set[int]:
        return {self.random.choice(terms) for terms in self.begrippen.values() if self.random.random() < 0.8}

    def _day(self, most: int, least: int) -> datetime.date:
        return self.today - datetime.timedelta(days=self.random.randint(least, most))

    def _proeftuin_steps(self, proeftuinen: Sequence[int]) -> None:
        stadia = list(Stadium)
        for part in _parts(proeftuinen):
            steps = []
            changes = []
            for pk in part:
                last = self.random.randint(1, len(stadia) - 1)
                days = sorted(self._day(1500, 10) for _ in range(last))
                steps += [
                    ProeftuinStap(
                        proeftuin_id=pk, stadium=stadia[n], datum=day, reden="Verzonnen.", is_huidig=n == last - 1
                    )
                    for n, day in enumerate(days)
                ]
                changes.append(self._change(pk))
            ProeftuinStap.objects.bulk_create(steps)
            Wijziging.objects.bulk_create(changes)
            newest = Wijziging.objects.filter(pagina=OuterRef("pk")).order_by("-moment").values("moment")[:1]
            Pagina.objects.filter(pk__in=part).update(gewijzigd_op=Subquery(newest))

    def _change(self, pk: int) -> Wijziging:
        return Wijziging(
            soort=self.random.choice(WijzigingSoort.values),
            titel="Verzonnen wijziging",
            tekst="Verzonnen om mee te meten.",
            moment=timezone.now() - datetime.timedelta(days=self.random.randint(0, 400)),
            pagina_id=pk,
            onderwerp=self.uuids[pk],
        )

    def _knelpunt_steps(self, knelpunten: Sequence[int]) -> None:
        statuses, levels = list(KnelpuntStatus), list(Niveau)
        for part in _parts(knelpunten):
            steps = []
            for pk in part:
                last = self.random.randint(1, 5)
                days = sorted(self._day(1500, 10) for _ in range(last))
                steps += [
                    KnelpuntStap(
                        knelpunt_id=pk,
                        status=statuses[min(n, len(statuses) - 1)],
                        niveau=self.random.choice(levels),
                        datum=day,
                        reden="Verzonnen.",
                        is_huidig=n == last - 1,
                    )
                    for n, day in enumerate(days)
                ]
            KnelpuntStap.objects.bulk_create(steps)

    def _toepassingen(self, knelpunten: Sequence[int], oplossingen: Sequence[int], proeftuinen: Sequence[int]) -> None:
        """Different triples, with an occurrence for each pair of Knelpunt and Proeftuin among them."""
        if not (knelpunten and oplossingen and proeftuinen):
            return
        most = min(self.sizes.toepassingen, len(knelpunten) * len(oplossingen) * len(proeftuinen))
        triples: dict[tuple[int, int, int], datetime.date] = {}
        while len(triples) < most:
            triple = (
                self.random.choice(knelpunten),
                self.random.choice(oplossingen),
                self.random.choice(proeftuinen),
            )
            triples.setdefault(triple, self._day(1000, 5))
        seen: dict[tuple[int, int], tuple[datetime.date, datetime.date]] = {}
        for (knelpunt, _oplossing, proeftuin), day in triples.items():
            first, last = seen.get((knelpunt, proeftuin), (day, day))
            seen[knelpunt, proeftuin] = (min(first, day), max(last, day))
        for pairs in _parts(list(seen.items())):
            Waarneming.objects.bulk_create(
                Waarneming(knelpunt_id=k, proeftuin_id=p, eerst_gezien=first, laatst_gezien=last)
                for (k, p), (first, last) in pairs
            )
        for rows in _parts(list(triples.items())):
            made = Toepassing.objects.bulk_create(
                Toepassing(
                    uuid=uuid.UUID(int=self.random.getrandbits(128), version=4),
                    knelpunt_id=knelpunt,
                    oplossing_id=oplossing,
                    proeftuin_id=proeftuin,
                    resultaat=self.random.choice(Resultaat.values),
                    bewijsgraad=self.random.choice(Bewijsgraad.values),
                    toelichting="Verzonnen om mee te meten.",
                    datum=day,
                    is_voorbeeld=True,
                )
                for (knelpunt, oplossing, proeftuin), day in rows
            )
            Neveneffect.objects.bulk_create(
                Neveneffect(toepassing=row, wat="Verzonnen om mee te meten.", waar="Elders") for row in made[::3]
            )
            self.progress("toepassingen", len(rows))

    def _aanbevelingen(self, knelpunten: Sequence[int], proeftuinen: Sequence[int]) -> None:
        """One Rapport of this size, each Aanbeveling with a few steps and tied to records for every second one."""
        section = Overzicht.objects.filter(toont="rapport").first()
        if section is None or not self.sizes.aanbevelingen:
            return
        number = Rapport.objects.filter(slug__startswith="rapport-").count() + 1
        report = section.add_child(
            instance=Rapport(title=f"Rapport {number} (verzonnen)", slug=f"rapport-{number}", is_voorbeeld=True)
        )
        rows = Aanbeveling.objects.bulk_create(
            Aanbeveling(
                uuid=uuid.UUID(int=self.random.getrandbits(128), version=4),
                rapport=report,
                nummer=number,
                tekst=f"Verzonnen om mee te meten: {number}.",
            )
            for number in range(1, self.sizes.aanbevelingen + 1)
        )
        steps = [
            AanbevelingStap(
                aanbeveling=row, status=status, datum=day, toelichting="Verzonnen.", is_huidig=status == statuses[-1]
            )
            for row in rows
            for statuses in [AanbevelingStatus.values[: self.random.randint(1, len(AanbevelingStatus))]]
            for status, day in zip(statuses, sorted(self._day(900, 5) for _ in statuses), strict=True)
        ]
        AanbevelingStap.objects.bulk_create(steps, batch_size=BATCH)
        for model, keys in ((Knelpunt, knelpunten), (Proeftuin, proeftuinen)):
            through = model.aanbevelingen.through
            column = f"{model._meta.model_name}_id"
            through.objects.bulk_create(
                (
                    through(aanbeveling_id=row.pk, **{column: self.random.choice(keys)})
                    for row in (rows[::2] if keys else ())
                ),
                batch_size=BATCH,
            )
        self.progress("aanbevelingen", len(rows))


def _insert_own_table(model: type[Any], rows: list[Any]) -> None:
    """Insert in the table of `model` only: Django's bulk_create refuses a model with a parent table."""
    model._base_manager.all()._insert(rows, fields=model._meta.local_concrete_fields, using=model._base_manager.db)


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
