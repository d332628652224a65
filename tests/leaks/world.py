"""A site in which everything that is hidden says so: a token per state, in every text that the state hides.

`WORD` is a word to search for, of its own, because a page repeats what somebody searched.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Site

from portal.models import Hoofdmenu, PaginaTag, Portaalinstellingen, Uitgelicht, Voetlink
from tests.factories import paginas, records, tracker

SHARED = "gezamenlijkwoord"
PUBLIC = "opzichtbaar"
PAGE_STATES = ("concept", "gedepubliceerd", "gepland", "verlopen", "besloten", "onderbesloten", "verzonnen")
STATES = (*PAGE_STATES, "conceptoverlive", "blok", "document", "beeld", "aanbeveling", "toepassing", "organisatie")


def token(state: str) -> str:
    """What may never be read."""
    return f"geheim{state}geheim"


def word(state: str) -> str:
    """What may be asked, and never finds."""
    return f"vraagnaar{state}"


@dataclass
class World:
    pages: list[Any] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    images: list[Any] = field(default_factory=list)
    begrip: Any = None


def build() -> World:
    """The site: a public page of each kind that points at everything hidden."""
    world = World(begrip=records.BegripFactory(term="drang", slug="drang"))
    home = paginas.home()
    hidden = [_hidden(state, factory, world) for state in PAGE_STATES for factory in FACTORIES]
    by_type = {(page.soort, state): page for page, state in hidden}
    for page, _ in hidden:
        Uitgelicht.objects.create(home=home, doel=page)
    settings = Portaalinstellingen.for_site(Site.objects.get())
    settings.toon_voorbeelden = False
    settings.save()
    closed_org = by_type["organisatie", "besloten"]
    document, image = _files(world)
    chosen = [page for page, _ in hidden]
    linked = "".join(f'<p><a linktype="page" id="{page.pk}">Meer</a></p>' for page in chosen)
    body = [
        ("tekst", f"<p>{SHARED} {PUBLIC}</p>{linked}"),
        ("uitklap", {"titel": "Meer", "tekst": linked}),
        (
            "links",
            {"titel": "", "links": [{"titel": "", "pagina": page, "url": "", "toelichting": ""} for page in chosen]},
        ),
        ("contact", {"organisatie": closed_org, "functie": "Loket", "telefoon": "", "email": "", "toelichting": ""}),
        ("document", {"document": document, "titel": ""}),
        ("afbeelding", {"image": image, "alt": "", "bijschrift": ""}),
        ("ketenpartners", [("tekst", f"<p>{token('blok')} {word('blok')} {SHARED}</p>")]),
    ]
    open_pages = [
        factory(
            title=f"Open {PUBLIC} {number}",
            samenvatting=f"{SHARED} {PUBLIC}",
            inhoud=body,
            afbeelding=image,
            begrippen=[world.begrip],
            organisaties=[by_type["organisatie", state] for state in PAGE_STATES],
        )
        for number, factory in enumerate(FACTORIES)
    ]
    world.pages += [home, *open_pages]
    for page in open_pages:
        records.BijlageFactory(pagina=page, document=document, titel="")
        _tag(page, PUBLIC)
        records.WijzigingFactory(pagina=page, titel=f"Open {PUBLIC}", tekst=PUBLIC)
        for place in chosen:
            records.GerelateerdFactory(pagina=page, doel=place)
    for page in chosen:
        Hoofdmenu.objects.create(instellingen=settings, pagina=page)
        Voetlink.objects.create(instellingen=settings, pagina=page)
        records.WijzigingFactory(pagina=page, titel=page.title, tekst=page.title)
        shared = records.WijzigingFactory(pagina=open_pages[0], ook_op=[page], titel=page.title, tekst=page.title)
        assert shared.pk
    _uitgever(open_pages, closed_org)
    _draft_over_live(open_pages[0])
    _recommendations(open_pages, by_type)
    _tracker(open_pages, by_type, closed_org)
    return world


FACTORIES = (
    paginas.HandreikingFactory,
    paginas.HulpmiddelFactory,
    paginas.PraktijkvoorbeeldFactory,
    paginas.RapportFactory,
    paginas.OrganisatieFactory,
    paginas.NieuwsFactory,
    tracker.ProeftuinFactory,
    tracker.KnelpuntFactory,
    tracker.OplossingFactory,
)


def _hidden(state: str, factory: Any, world: World) -> tuple[Any, str]:
    secret = f"{token(state)} {word(state)} {SHARED}"
    kind = factory._meta.model._meta.model_name
    now = timezone.now()
    values: dict[str, Any] = {
        "title": f"{kind} {secret}",
        "slug": f"{kind}-{token(state)}",
        "samenvatting": secret,
        "inhoud": [("tekst", f"<p>{secret}</p>")],
        "begrippen": [world.begrip],
    }
    if state == "concept":
        values.update(live=False, first_published_at=None, last_published_at=None)
    elif state == "gepland":
        values.update(live=False, go_live_at=now + datetime.timedelta(days=1), first_published_at=None)
    elif state == "gedepubliceerd":
        values.update(live=True)
    elif state == "verlopen":
        values.update(expire_at=now - datetime.timedelta(minutes=1))
    elif state == "verzonnen":
        values.update(is_voorbeeld=True)
    elif state == "onderbesloten":
        values["parent"] = _closed_section()
    page = factory(**values)
    if state == "gedepubliceerd":
        page.unpublish()
    elif state == "gepland":
        page.save_revision(approved_go_live_at=page.go_live_at)
    elif state == "besloten":
        records.close(page)
    world.pages.append(page)
    _tag(page, PUBLIC, token(state))
    return page, state


def _tag(page: Any, *names: str) -> None:
    for name in names:
        PaginaTag.objects.create(tag=Tag.objects.get_or_create(name=name)[0], content_object_id=page.pk)


def _closed_section() -> Any:
    from portal.models import Standaardpagina

    found = Standaardpagina.objects.filter(slug="besloten-deel").first()
    if found is None:
        found = paginas.StandaardpaginaFactory(slug="besloten-deel", title=f"Deel {token('besloten')}")
        records.close(found)
    return found


def _files(world: World) -> tuple[Any, Any]:
    collection = records.closed_collection()
    document = records.BestandFactory(
        title=f"Stuk {token('document')}",
        filename=f"{token('document')}.txt",
        content=f"{token('document')} {word('document')} {SHARED}",
        collection=collection,
    )
    image = records.AfbeeldingFactory(
        title=f"Beeld {token('beeld')}", filename=f"{token('beeld')}.png", collection=collection
    )
    world.documents.append(document)
    world.images.append(image)
    return document, image


def _uitgever(pages: list[Any], closed_org: Any) -> None:
    for page in pages:
        if hasattr(page, "uitgever_id"):
            type(page).objects.filter(pk=page.pk).update(uitgever=closed_org)


def _draft_over_live(page: Any) -> None:
    draft = type(page).objects.get(pk=page.pk)
    secret = f"{token('conceptoverlive')} {word('conceptoverlive')} {SHARED}"
    draft.title = draft.samenvatting = draft.doel = secret
    draft.inhoud = [("tekst", secret)]
    draft.save_revision()


def _recommendations(pages: list[Any], by_type: dict[tuple[str, str], Any]) -> None:
    open_report = next(page for page in pages if page.soort == "rapport")
    records.AanbevelingFactory(
        rapport=open_report, tekst=f"{token('aanbeveling')} {word('aanbeveling')} {SHARED}", live=False
    )
    shown = records.AanbevelingFactory(
        rapport=open_report, tekst=PUBLIC, gegeven_door=by_type["organisatie", "besloten"]
    )
    shown.gericht_aan.set([by_type["organisatie", state] for state in PAGE_STATES])
    shown.save()
    for state in PAGE_STATES:
        records.AanbevelingFactory(rapport=by_type["rapport", state], tekst=f"{token(state)} {word(state)} {SHARED}")


def _tracker(pages: list[Any], by_type: dict[tuple[str, str], Any], closed_org: Any) -> None:
    one = {page.soort: page for page in pages}
    tracker.ProeftuinStapFactory(proeftuin=one["proeftuin"])
    tracker.KnelpuntStapFactory(knelpunt=one["knelpunt"], eigenaar=closed_org)
    tracker.ProeftuinPartnerFactory(proeftuin=one["proeftuin"], organisatie=closed_org)
    tracker.ToepassingFactory(knelpunt=one["knelpunt"], oplossing=one["oplossing"], proeftuin=one["proeftuin"])
    kinds = ("knelpunt", "oplossing", "proeftuin")
    for state in PAGE_STATES:
        secret = f"{token('toepassing')} {word('toepassing')} {SHARED}"
        for kind in kinds:
            parts = {name: one[name] for name in kinds} | {kind: by_type[kind, state]}
            tracker.ToepassingFactory(**parts, toelichting=secret)
        tracker.KnelpuntStapFactory(knelpunt=by_type["knelpunt", state], reden=token(state))
        tracker.ProeftuinStapFactory(proeftuin=by_type["proeftuin", state], reden=token(state))
        tracker.WaarnemingFactory(knelpunt=one["knelpunt"], proeftuin=by_type["proeftuin", state])
        tracker.WaarnemingFactory(knelpunt=by_type["knelpunt", state], proeftuin=one["proeftuin"])
    draft = tracker.ToepassingFactory(
        knelpunt=one["knelpunt"],
        oplossing=tracker.OplossingFactory(),
        proeftuin=one["proeftuin"],
        toelichting=f"{token('toepassing')} {SHARED}",
        live=False,
    )
    assert draft.pk
