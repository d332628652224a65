"""A portal with one of everything, and three people at the door of its admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, Site

from portal import models, setup
from portal.models import Gebruiker
from tests.factories import paginas, records, tracker


@dataclass(frozen=True)
class World:
    """`keys` are values for the places in an address, by name; `pk` serves where there are none."""

    people: dict[str, Gebruiker]
    keys: dict[str, list[str]]


def build() -> World:
    home = paginas.home()
    setup.make_groups(home)
    begrip, gemeente = records.BegripFactory(), records.GemeenteFactory()
    pages: list[Any] = [
        home,
        *(factory() for factory in (paginas.HandreikingFactory, paginas.RapportFactory, paginas.NieuwsFactory)),
        *(factory() for factory in (paginas.OrganisatieFactory, paginas.HulpmiddelFactory)),
    ]
    pages[1].inhoud = [("markdown", "## Kop"), ("tekst", "<p>Tekst</p>")]
    pages[1].save_revision().publish()
    toepassing = tracker.ToepassingFactory()
    pages += [toepassing.knelpunt, toepassing.oplossing, toepassing.proeftuin]
    draft = paginas.HandreikingFactory(live=False)
    draft.save_revision()
    aanbeveling = records.AanbevelingFactory()
    document, image = records.BestandFactory(), records.AfbeeldingFactory()
    records.WijzigingFactory(pagina=pages[1])
    models.Portaalinstellingen.for_site(Site.objects.get()).save()
    people = {
        "redacteur": records.GebruikerFactory(groups=["Redacteuren"]),
        "beheerder": Gebruiker.objects.create_superuser("beheerder", "beheerder@voorbeeld.test", "x"),
        "ketenpartner": records.GebruikerFactory(groups=["Ketenpartners"]),
    }
    some = [toepassing, aanbeveling, begrip, gemeente, document, image, people["redacteur"], home, *pages[1:4]]
    page_keys = [str(page.pk) for page in (*pages, draft)]
    content_types = [ContentType.objects.get_for_model(type(one)) for one in some]
    return World(
        people,
        {
            "pk": [str(one.pk) for one in some],
            "page_id": page_keys,
            "parent_page_id": page_keys,
            "page_to_move_id": page_keys,
            "image_id": [str(image.pk)],
            "document_id": [str(document.pk)],
            "revision_id": [str(pk) for pk in Revision.objects.values_list("pk", flat=True)] or ["1"],
            "user_id": [str(person.pk) for person in people.values()],
            "content_type_app_name": ["portal", "proeftuinen"],
            "app_label": ["portal", "proeftuinen", "wagtailcore"],
            "app_name": ["portal", "proeftuinen"],
            "content_type_model_name": ["handreiking", "rapport", "knelpunt"],
            "model_name": ["handreiking", "portaalinstellingen", "toepassing", "page"],
            "content_type_id": [str(one.pk) for one in content_types],
            "filter_spec": ["width-100", "original", "fill-10x10"],
            "action": ["delete", "publish", "move"],
            "site_pk": [str(Site.objects.get().pk)],
            "slug": ["schrijvers", "portaal"],
            "object_id": [str(one.pk) for one in some],
            "model": ["page", "pagina"],
        },
    )


def counted() -> tuple[int, ...]:
    """What a refused request must leave as it was."""
    return (
        Page.objects.count(), Revision.objects.count(), Gebruiker.objects.count(), models.Begrip.objects.count(),
        models.Wijziging.objects.count(), models.Afbeelding.objects.count(), models.Bestand.objects.count(),
    )  # fmt: skip
