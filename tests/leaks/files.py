"""Documents and images: in a private collection, or standing only in what is closed."""

from __future__ import annotations

from typing import Any

from wagtail.models import ReferenceIndex

from portal.models import Handreiking
from portal.setup import closed_collection
from tests.factories import records

from .states import SHARED, token, word
from .world import World, added, parent_of

USES = ("concept", "besloten", "groep")


def build(world: World) -> None:
    """Each file with whatever uses it."""
    collection = closed_collection()
    document, image = _document(world, "document", collection), _image(world, "beeld", collection)
    moved = _document(world, "verhuisd", None)
    for page in world.open.values():
        page.inhoud = [*_body(document, image), *_raw(page)]
        page.afbeelding = image
        page.save()
        records.BijlageFactory(pagina=page, document=document, titel=token("document"))
    records.BijlageFactory(pagina=world.open["handreiking"], document=moved)
    world.kept["verhuisd"] = moved
    holders = [{"title": f"Houder {use}", "slug": f"houder-{use}"} for use in USES]
    for use, page in zip(USES, added(Handreiking, parent_of(Handreiking), holders), strict=True):
        document, image = _document(world, f"stuk{use}", None), _image(world, f"beeld{use}", None)
        page.inhoud, page.afbeelding = _body(document, image), image
        if use == "concept":
            page.live, page.first_published_at, page.last_published_at = False, None, None
        page.save()
        records.BijlageFactory(pagina=page, document=document)
        world.kept[f"houder {use}"] = page
        world.pages.append(page)
    _in_a_closed_block(world)


def note_uses(world: World) -> None:
    """Write what stands where, as each save would have done if the indexes had not waited."""
    holders = [world.kept[f"houder {use}"] for use in USES]
    for page in [*world.open.values(), *holders]:
        ReferenceIndex.create_or_update_for_object(type(page).objects.get(pk=page.pk))


def _in_a_closed_block(world: World) -> None:
    document, image = _document(world, "stukkader", None), _image(world, "beeldkader", None)
    page = world.open["nieuws"]
    page.inhoud = [*_raw(page), ("ketenpartners", _body(document, image))]
    page.save()


def _raw(page: Any) -> list[tuple[str, Any]]:
    return [(block.block_type, block.value) for block in page.inhoud]


def _body(document: Any, image: Any) -> list[tuple[str, Any]]:
    return [
        ("tekst", f'<p><a linktype="document" id="{document.pk}">Stuk</a></p>'),
        ("document", {"document": document, "titel": ""}),
        ("afbeelding", {"image": image, "alt": "", "bijschrift": ""}),
    ]


def _document(world: World, state: str, collection: Any) -> Any:
    place = {"collection": collection} if collection else {}
    made = records.BestandFactory(
        title=f"Stuk {token(state)}",
        filename=f"{token(state)}.txt",
        content=f"{token(state)} {word(state)} {SHARED}",
        bron=token(state),
        **place,
    )
    world.documents.append(made)
    world.files += [(state, f"/documents/{made.pk}/{made.filename}"), (state, f"/documenten/{made.uuid}/")]
    world.files.append((state, f"/media/{made.file.name}"))
    return made


def _image(world: World, state: str, collection: Any) -> Any:
    place = {"collection": collection} if collection else {}
    made = records.AfbeeldingFactory(
        title=f"Beeld {token(state)}",
        description=token(state),
        filename=f"{token(state)}.png",
        bron=token(state),
        **place,
    )
    world.images.append(made)
    paths = [made.file.name, *(made.get_rendition(f"width-{width}").file.name for width in (40, 400))]
    world.files += [(state, f"/media/{path}") for path in paths]
    return made
