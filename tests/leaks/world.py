"""A site in which everything that will be hidden says so: a token per state, in every text that the state hides.

`build` makes it open, as it stood before an editor hid anything; `hiding.hide` then hides it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site, get_page_models

from portal.models import (
    Gerelateerd,
    Hoofdmenu,
    Pagina,
    PaginaTag,
    Portaalinstellingen,
    Standaardpagina,
    Uitgelicht,
    Voetlink,
    Wijziging,
)
from tests.factories import paginas, records, tracker
from tests.factories.bulk import add_pages

from .states import PAGE_STATES, PUBLIC, SHARED, STATES, TEXT_STATES, token, word
from .texts import PUBLIC as PUBLIC_MODELS
from .texts import fill, secret, secrets

SOON = datetime.timedelta(hours=1)
# How far the clock is put on afterwards.
LATER = datetime.timedelta(hours=2)
NEVER_LIVE = ("concept", "gepland")
MANY = 30
# What is tied to another record cannot be deleted.
TIED = tuple(state for state in PAGE_STATES if state != "verwijderd")
FACTORIES: dict[type[Pagina], Any] = {
    found._meta.model: found
    for module in (paginas, tracker)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, paginas.PaginaFactory) and not found._meta.abstract
}
# Every page type, so a new one takes part without a word here.
PAGE_MODELS: list[type[Pagina]] = [
    model
    for model in get_page_models()
    if issubclass(model, Pagina) and model is not Pagina and model._meta.label not in PUBLIC_MODELS
]


@dataclass
class World:
    """What the surfaces ask about. `files`: (state, address) of everything that a file answers to."""

    begrip: Any
    open: dict[str, Any] = field(default_factory=dict)
    hidden: dict[tuple[str, str], Any] = field(default_factory=dict)
    pages: list[Any] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    images: list[Any] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    # Pages, records and files that `hiding` needs, by state.
    kept: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def some_pages(self) -> list[Any]:
        """One page of each state, of a type in turn, and the pages that are no case of a type."""
        by_state = [self.of_state(state) for state in dict.fromkeys(state for _, state in self.hidden)]
        cases = [pages[number % len(pages)] for number, pages in enumerate(by_state)]
        known = {page.pk for page in self.hidden.values()}
        return [*cases, *(page for page in self.pages if page.pk not in known)]

    def of_state(self, state: str) -> list[Any]:
        return [page for (_, found), page in self.hidden.items() if found == state]


def name_of(model: type[Any]) -> str:
    return str(model._meta.model_name)


def parent_of(model: type[Any]) -> Page:
    return paginas.section(name_of(model)) if name_of(model) in paginas.SECTIONS else paginas.home()


def build() -> World:
    """The open site: of each type a public page, and one for every state, tied in every way that the models know."""
    from . import files, rows

    world = World(begrip=records.BegripFactory(term="drang", slug="drang"))
    for soort in paginas.SECTIONS:
        paginas.section(soort)
    for slug in ("af", "dicht", "vol"):
        world.kept[slug] = paginas.StandaardpaginaFactory(slug=f"deel-{slug}", title=f"Deel {slug}")
    _open_pages(world)
    _hidden_pages(world)
    _text_pages(world)
    _links(world)
    _changes(world)
    rows.build(world)
    files.build(world)
    _others(world)
    return world


def refetched(model: type[Any], pages: Sequence[Any]) -> list[Any]:
    found = model.objects.in_bulk([page.pk for page in pages])
    return [found[page.pk] for page in pages]


def added(model: type[Any], parent: Page, given: Sequence[dict[str, Any]]) -> list[Any]:
    """Public pages of one type with these values."""
    pages = [FACTORIES[model].build(**values) for values in given]
    add_pages(Page.objects.get(pk=parent.pk), pages)
    found = refetched(model, pages)
    for page, values in zip(found, given, strict=True):
        # Of what Wagtail itself keeps of a page, the bulk takes the title only.
        page.seo_title, page.search_description = values.get("seo_title", ""), values.get("search_description", "")
    Page.objects.bulk_update([_page_of(page) for page in found], ["seo_title", "search_description"])
    return found


def _page_of(page: Any) -> Page:
    return Page(pk=page.pk, seo_title=page.seo_title, search_description=page.search_description)


def _open_pages(world: World) -> None:
    owner = records.GebruikerFactory(
        username="eigenaar", first_name=token("eigenaar"), last_name=token("eigenaar"), email="eigenaar@voorbeeld.test"
    )
    owner.email = f"{token('eigenaar')}@voorbeeld.test"
    owner.save()
    for model in PAGE_MODELS:
        values = {
            "title": f"Open {PUBLIC} {name_of(model)}",
            "slug": f"open-{name_of(model)}",
            "samenvatting": f"{SHARED} {PUBLIC}",
            "eigenaar": owner,
        }
        (world.open[name_of(model)],) = added(model, parent_of(model), [values])


def _hidden_pages(world: World) -> None:
    for model in PAGE_MODELS:
        for parent, states in (
            (parent_of(model), [state for state in PAGE_STATES if state != "onderbesloten"]),
            (world.kept["dicht"], ["onderbesloten"]),
        ):
            pages = added(model, parent, [secrets(model, state) for state in states])
            for state, page in zip(states, pages, strict=True):
                world.hidden[name_of(model), state] = page
    for state in NEVER_LIVE:
        keys = [page.pk for page in world.of_state(state)]
        Page.objects.filter(pk__in=keys).update(live=False, first_published_at=None, last_published_at=None)
    Page.objects.filter(pk__in=[page.pk for page in world.of_state("verlopen")]).update(expire_at=timezone.now() + SOON)
    Page.objects.filter(pk__in=[page.pk for page in world.hidden.values()]).update(draft_title=F("title"))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for page in world.of_state("gepland"):
        page.live, page.go_live_at = False, tomorrow
        page.save_revision(approved_go_live_at=tomorrow)


def _text_pages(world: World) -> None:
    """Pages that stay public: one whose text will be removed, one whose text will move into a closed block."""
    for number, model in enumerate(PAGE_MODELS):
        # A closed block is one on every type of page; a few of them are enough.
        for state in ("zin", "kader") if number % 4 == 0 else ("zin",):
            values = secrets(model, state) | {"slug": f"{state}-{name_of(model)}"}
            (world.hidden[name_of(model), state],) = added(model, parent_of(model), [values])


def _links(world: World) -> None:
    """Each open page points in every way at a page of each state; all together at each type in each state."""
    opened = list(world.open.values())
    settings = Portaalinstellingen.for_site(Site.objects.get())
    settings.save()
    related, promotions = [], []
    for number, page in enumerate(opened):
        chosen = {}
        for place, state in enumerate(PAGE_STATES):
            model = PAGE_MODELS[(number + place) % len(PAGE_MODELS)]
            chosen[state] = world.hidden[name_of(model), state]
        page.inhoud = _body(list(chosen.values()), world.hidden["organisatie", TIED[number % len(TIED)]])
        page.begrippen = [world.begrip]
        page.organisaties = [world.hidden["organisatie", state] for state in PAGE_STATES]
        if hasattr(page, "uitgever_id"):
            page.uitgever = world.hidden["organisatie", "besloten"]
        page.save()
        related += [Gerelateerd(pagina_id=page.pk, doel_id=target.pk) for target in chosen.values()]
        if number < 2:
            for state, target in chosen.items():
                Hoofdmenu.objects.create(instellingen=settings, pagina=target, label=token(state))
                Voetlink.objects.create(instellingen=settings, pagina=target, label=token(state))
                Uitgelicht.objects.create(home=paginas.home(), doel=target)
        for state, target in chosen.items():
            for asked in (SHARED, word(state)):
                promotions.append(SearchPromotion(query=Query.get(asked), page=target, description=secret(state)))
    Gerelateerd.objects.bulk_create(related)
    SearchPromotion.objects.bulk_create(promotions)
    through: Any = Pagina.begrippen.through
    everything = [*world.hidden.values()]
    through.objects.bulk_create(through(pagina_id=page.pk, begrip_id=world.begrip.pk) for page in everything)
    law, resting = records.WetsartikelFactory(), Pagina.wetsartikelen.through
    resting.objects.bulk_create(resting(pagina_id=page.pk, wetsartikel_id=law.pk) for page in (*everything, *opened))
    # An instrument is public; the page of its law shows it beside what rests on that law and is hidden.
    type(world.begrip).wetsartikelen.through.objects.create(begrip_id=world.begrip.pk, wetsartikel_id=law.pk)
    for state in PAGE_STATES:
        tag, _ = PaginaTag.tag_model().objects.get_or_create(name=token(state), slug=token(state))
        PaginaTag.objects.bulk_create(PaginaTag(content_object_id=page.pk, tag=tag) for page in world.of_state(state))


def _body(chosen: Iterable[Page], organisatie: Any) -> list[tuple[str, Any]]:
    linked = "".join(f'<p><a linktype="page" id="{page.pk}">Meer</a></p>' for page in chosen)
    links = [{"titel": "", "pagina": page, "url": "", "toelichting": ""} for page in chosen]
    closed = fill(Pagina.inhoud.field.stream_block.child_blocks["ketenpartners"], "blok")
    return [
        ("tekst", f"<p>{SHARED} {PUBLIC}</p>{linked}"),
        ("uitklap", {"titel": "Meer", "tekst": linked}),
        ("links", {"titel": "", "links": links}),
        ("contact", {"organisatie": organisatie, "functie": "Loket", "telefoon": "", "email": "", "toelichting": ""}),
        ("ketenpartners", closed),
    ]


def _changes(world: World) -> None:
    """Of each page its first publication, and a change that it shares with an open page."""
    told, shared = [], []
    for (_, state), page in world.hidden.items():
        if state in TEXT_STATES:
            continue
        values = {"soort": "nieuw", "titel": page.title, "tekst": secret(state), "onderwerp": page.translation_key}
        told.append(Wijziging(pagina_id=page.pk, **values))
        if state in TIED:
            other = Wijziging(pagina_id=world.open["knelpunt"].pk, **values | {"soort": "herzien"})
            shared.append((other, page.pk))
    for page in world.open.values():
        key = page.translation_key
        told.append(Wijziging(pagina_id=page.pk, soort="nieuw", titel=page.title, tekst=PUBLIC, onderwerp=key))
    Wijziging.objects.bulk_create([*told, *(change for change, _ in shared)])
    through: Any = Wijziging.ook_op.through
    through.objects.bulk_create(through(wijziging_id=change.pk, pagina_id=key) for change, key in shared)


def _others(world: World) -> None:
    from portal.models import Handreiking
    from proeftuinen.merging.merge import merge

    place = parent_of(Handreiking)
    (world.kept["slug"],) = added(Handreiking, place, [{"title": "Oud adres", "slug": "oud-adres"}])
    (closed,) = added(Handreiking, place, [secrets(Handreiking, "kopie") | {"slug": "origineel"}])
    records.close(closed)
    copy = closed.copy(to=place, update_attrs={"slug": "kopie"}, keep_live=True)
    (sent_back,) = added(Handreiking, place, [{"title": "Teruggestuurd", "slug": "teruggestuurd"}])
    world.kept["afgewezen"] = sent_back
    many = [secrets(Handreiking, "velen") | {"slug": f"velen-{number}"} for number in range(MANY)]
    crowd = added(Handreiking, world.kept["vol"], many)
    source = tracker.KnelpuntFactory(title=f"Dubbel {token('samengevoegd')}", slug="dubbel", published=True)
    target = tracker.KnelpuntFactory(title="Wat blijft", slug="wat-blijft", published=True)
    merge(source, target)
    world.kept["samengevoegd"] = target
    world.pages += [paginas.home(), *world.open.values(), *world.hidden.values(), closed, copy, sent_back]
    world.pages += [*crowd[:2], crowd[-1], source, target, world.kept["slug"]]
    world.pages += [Standaardpagina.objects.get(pk=world.kept[slug].pk) for slug in ("af", "dicht", "vol")]
    assert set(STATES) >= set(PAGE_STATES)
