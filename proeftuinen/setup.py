"""Fills a portal: the empty one that an operator begins with, or the demo with everything in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from portal import setup
from portal.demo import loader as content
from portal.running.bulk_load import fill_indexes, indexes_wait, quiet

from .demo import loader as tracker

# Sections, and the pages about the site itself: what an empty portal has too.
FRAME_TYPES = {"Home", "Overzicht", "Register", "Begrippenlijst"}
FRAME_KEYS = {"toegankelijkheid", "privacy", "over", "contact"}
PAGE_FILES = ("organisaties", "handreikingen", "hulpmiddelen", "praktijkvoorbeelden", "rapporten", "nieuws")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was created."""

    pages: int
    begrippen: int
    gemeenten: int
    toepassingen: int = 0


def fill(*, demo: bool, progress: Callable[[str], None] = lambda title: None) -> Filled:
    """Create what is missing, in one transaction, and change nothing that is there.

    `demo` adds the example content to the frame that every portal has.
    """
    with transaction.atomic():
        with quiet(), indexes_wait():
            filled = _create(demo, progress)
        if filled != Filled(0, 0, 0):
            fill_indexes()
    return filled


def _create(demo: bool, progress: Callable[[str], None]) -> Filled:
    # Before the terms, which refer to it.
    content.load_wetsartikelen(content.read(content.FOLDER / "wetsartikelen.yaml"))
    begrippen = content.load_vocabulary(content.read(content.FOLDER / "vocabulary.yaml"))
    gemeenten = content.load_gemeenten(
        [g for g in content.read(content.FOLDER / "gemeenten.yaml") if demo or not g.get("is_voorbeeld")]
    )
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        if welcome.specific_class is Page:
            welcome.delete()
    root = Page.get_first_root_node()
    loader = content.Loader(root, progress)
    records = content.read(content.FOLDER / "structuur.yaml")
    registers = content.read(tracker.FOLDER / "registers.yaml")
    if not demo:
        records = [
            {**r, "begrippen": [], "gerelateerd": [], "organisaties": []}
            for r in records
            if r["type"] in FRAME_TYPES or r["key"] in FRAME_KEYS
        ]
    loader.add([*records, *registers])
    home = loader.pages["home"]
    site = setup.make_site(home, name=settings.WAGTAIL_SITE_NAME)
    setup.make_groups(home)
    toepassingen = 0
    if demo:
        for name in PAGE_FILES:
            loader.add(content.read(content.FOLDER / f"{name}.yaml"))
        rows = tracker.TrackerLoader(loader)
        rows.add()
        pages = loader.finish()
        toepassingen = rows.finish()
    else:
        pages = loader.finish()
    words = content.read(content.FOLDER / "instellingen.yaml")[0]
    content.load_settings({**words, "toon_voorbeelden": demo}, site, loader.pages)
    return Filled(pages, begrippen, gemeenten, toepassingen)
