"""Small builders: a tracker as a test needs it, published through the model and not through the loader."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page, PageViewRestriction, Site

from portal.models import Begrip, Gebruiker, Gemeente, Home, Organisatie, Overzicht
from proeftuinen.models import (
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

numbers = itertools.count(1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


class Tracker:
    """A site with the three registers, and what a test adds to it."""

    def __init__(self) -> None:
        root = Page.objects.get(depth=1)
        for child in root.get_children():
            child.delete()
        root.refresh_from_db()
        self.home = root.add_child(instance=Home(title="Kennisportaal", slug="home", kopregel="Wat zoekt u?"))
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=self.home, is_default_site=True)
        self.registers = {
            soort: self.home.add_child(instance=Register(title=title, slug=title.lower(), toont=soort, live=True))
            for soort, title in (
                ("proeftuin", "Proeftuinen"),
                ("knelpunt", "Knelpunten"),
                ("oplossing", "Oplossingen"),
            )
        }
        self.organisaties = self.home.add_child(
            instance=Overzicht(title="Organisaties", slug="organisaties", toont="organisatie")
        )

    def proeftuin(self, title: str = "", stadium: str = "loopt", **values: Any) -> Proeftuin:
        page: Proeftuin = self._page(Proeftuin, title, values)
        if stadium:
            ProeftuinStap.objects.create(
                proeftuin=page, stadium=stadium, datum=day("2026-01-10"), reden="Begonnen.", is_huidig=True
            )
        return page

    def knelpunt(
        self, title: str = "", status: str = "gesignaleerd", niveau: str = "lokaal", **values: Any
    ) -> Knelpunt:
        page: Knelpunt = self._page(Knelpunt, title, values)
        if status:
            KnelpuntStap.objects.create(
                knelpunt=page, status=status, niveau=niveau, datum=day("2026-02-01"), reden="Gezien.", is_huidig=True
            )
        return page

    def oplossing(self, title: str = "", **values: Any) -> Oplossing:
        page: Oplossing = self._page(Oplossing, title, values)
        return page

    def organisatie(self, title: str = "", **values: Any) -> Organisatie:
        title = title or f"Organisatie {next(numbers)}"
        page: Organisatie = self.organisaties.add_child(
            instance=Organisatie(title=title, slug=slugify(title), organisatiesoort="gemeente", **values)
        )
        return page

    def gemeente(self, naam: str = "Alkmaar") -> Gemeente:
        return Gemeente.objects.get_or_create(
            naam=naam, slug=slugify(naam), provincie="noord-holland", politieregio="noord-holland"
        )[0]

    def begrip(self, term: str, schema: str) -> Begrip:
        return Begrip.objects.get_or_create(term=term, slug=slugify(term), schema=schema)[0]

    def toepassing(self, knelpunt: Knelpunt, oplossing: Oplossing, proeftuin: Proeftuin, **values: Any) -> Toepassing:
        """A saved, live Toepassing, without what follows from publishing."""
        values = {
            "resultaat": "werkte",
            "bewijsgraad": "lokaal_geevalueerd",
            "toelichting": "Dit gebeurde er.",
            "datum": day("2026-05-01"),
            **values,
        }
        return Toepassing.objects.create(knelpunt=knelpunt, oplossing=oplossing, proeftuin=proeftuin, **values)

    def assessed(self, op: str = "2026-05-02", **values: Any) -> dict[str, Any]:
        """The fields of a Toepassing that somebody named has assessed."""
        given = {"beoordeeld_op": day(op), "methode": "Een meting vooraf en erna.", "bron": "Verslag", **values}
        return {"beoordeeld_door": given.pop("beoordeeld_door", None) or self.organisatie(), **given}

    def neveneffect(self, toepassing: Toepassing, **values: Any) -> Neveneffect:
        return Neveneffect.objects.create(toepassing=toepassing, **{"wat": "Het verplaatste zich.", **values})

    def waarneming(self, knelpunt: Knelpunt, proeftuin: Proeftuin) -> Waarneming:
        return Waarneming.objects.create(
            knelpunt=knelpunt, proeftuin=proeftuin, eerst_gezien=day("2026-03-01"), laatst_gezien=day("2026-04-01")
        )

    def close(self, page: Page) -> None:
        """Keep a page for ketenpartners."""
        group, _ = Group.objects.get_or_create(name="Ketenpartners")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(group)

    def ketenpartner(self) -> Gebruiker:
        user = Gebruiker.objects.create_user(username=f"partner{next(numbers)}", password="geheim-en-lang-genoeg")
        user.groups.add(Group.objects.get_or_create(name="Ketenpartners")[0])
        return user

    def _page(self, model: type[Any], title: str, values: dict[str, Any]) -> Any:
        number = next(numbers)
        title = title or f"{model._meta.verbose_name} {number}".capitalize()
        begrippen = values.pop("begrippen", ())
        parent = self.registers[model._meta.model_name]
        parent.refresh_from_db()
        page = model(title=title, slug=f"{slugify(title)}-{number}", samenvatting=f"Over {title}.", **values)
        page.last_published_at = page.first_published_at = page.gewijzigd_op = timezone.now()
        parent.add_child(instance=page)
        if begrippen:
            page.begrippen.set(begrippen)
            page.save()
        return page


def text(client: Client, address: str, status: int = 200) -> str:
    """What stands at an address."""
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())
