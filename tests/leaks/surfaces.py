"""Every address that an anonymous visitor can ask, by URL pattern. A pattern that is not here fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from taggit.models import Tag

from portal.following.feeds import soorten
from portal.following.formats import FORMATS
from portal.lists.files import FORMATS as FILE_FORMATS
from portal.models import AfbeeldingRendition
from portal.pages.citaten import VORMEN
from portal.soorten import listed
from proeftuinen.models import Toepassing
from tests.factories.paginas import SECTIONS, section

from .states import PUBLIC, SHARED, STATES, token, word
from .world import World

# Behind a log-in as a whole: asked for each hidden page in a test of its own.
BEHIND_LOGIN = "admin/"
QUESTIONS = [SHARED, *(word(state) for state in STATES)]
Surface = Callable[[World], list[str]]


def _fixed(*addresses: str) -> Surface:
    return lambda world: list(addresses)


def address_of(page: Any) -> str:
    return str(page.url_path).replace("/portaal/", "/", 1)


def _pages(world: World) -> list[str]:
    """Each page, and each list with its filters, orders and depth."""
    found = [address_of(page) for page in world.pages]
    for number, soort in enumerate(SECTIONS):
        place = section(soort).get_url()
        # Every question is asked of some list, and of all of them the one that everything answers.
        asked = [SHARED, *QUESTIONS[1 + number :: len(SECTIONS)]]
        found += [place, *(f"{place}?{urlencode({'q': question})}" for question in asked)]
        found += [f"{place}?vorm=drang", f"{place}?sorteer=titel", f"{place}?pagina=2"]
    return [*found, "/oud-adres/", "/bestaat-niet/"]


def _feeds(name: str, *args: tuple[Any, ...], query: str = "") -> list[str]:
    return [reverse(name, args=[*given, fmt]) + query for given in args for fmt in FORMATS]


def _in_turn(addresses: Callable[[str], list[str]], given: Iterable[str]) -> list[str]:
    """One of the addresses that belong to each: a feed tells the same in each format."""
    return [(found := addresses(one))[number % len(found)] for number, one in enumerate(given)]


def _media(world: World) -> list[str]:
    paths = [rendition.file.name for rendition in AfbeeldingRendition.objects.all()]
    paths += [file.file.name for file in (*world.images, *world.documents)]
    return [f"/media/{path}" for path in paths]


def _misspelled(state: str) -> str:
    """Near enough to be corrected into the token."""
    return f"{token(state)[:-1]}x"


SURFACES: dict[str, Surface] = {
    "documents/^(\\d+)/(.*)$": lambda world: [f"/documents/{file.pk}/{file.filename}" for file in world.documents],
    "documenten/<uuid:uuid>/": lambda world: [f"/documenten/{document.uuid}/" for document in world.documents],
    "^media/(?P<path>.+)$": _media,
    "pagina/<uuid:uuid>/": lambda world: [f"/pagina/{page.translation_key}/" for page in world.pages],
    "begrippen/<slug:slug>/": _fixed("/begrippen/drang/", "/begrippen/bestaat-niet/"),
    "wetten/": _fixed("/wetten/"),
    "wetten/<str:nummer>/<slug:slug>/": _fixed("/wetten/BWBR0001854/273f/", "/wetten/BWBR0001854/bestaat-niet/"),
    "trefwoorden/<str:slug>/": lambda world: [f"/trefwoorden/{slug}/" for slug in _tags()],
    "wijzigingen/": _fixed("/wijzigingen/", "/wijzigingen/?soort=nieuw", "/wijzigingen/?pagina=2"),
    "waarom-zie-ik-dit-niet/": _fixed("/waarom-zie-ik-dit-niet/"),
    "zoeken/": lambda world: [
        "/zoeken/",
        *(f"/zoeken/?q={question}" for question in QUESTIONS),
        *(f"/zoeken/?q={_misspelled(state)}" for state in STATES),
        *(f"/zoeken/?q={SHARED}&pagina={number}" for number in (2, 3)),
        "/zoeken/?vorm=drang",
        f"/zoeken/?q={PUBLIC}",
    ],
    "zoeken/^export\\.(?P<fmt>csv|json|xlsx)$": lambda world: [
        *(f"/zoeken/export.{fmt}?q={question}" for fmt in FILE_FORMATS for question in ("", SHARED)),
        *_in_turn(lambda question: [f"/zoeken/export.{fmt}?q={question}" for fmt in FILE_FORMATS], QUESTIONS),
    ],
    "zoeken/suggesties": lambda world: [
        *(f"/zoeken/suggesties?q={start}" for start in ("open", "deel", "qq", SHARED[:6])),
        *(f"/zoeken/suggesties?q={start}" for state in STATES for start in (token(state)[:6], token(state)[:-2])),
    ],
    "feeds/": _fixed("/feeds/"),
    "feeds/alles.<feedformat:fmt>": lambda world: _feeds("feed_all", ()),
    "feeds/soort/<slug:soort>.<feedformat:fmt>": lambda world: _feeds("feed_soort", *((name,) for name in soorten())),
    "feeds/wet/<str:nummer>/<slug:slug>.<feedformat:fmt>": lambda world: _feeds(
        "feed_wetsartikel", ("BWBR0001854", "273f")
    ),
    "feeds/begrip/<slug:slug>.<feedformat:fmt>": lambda world: _feeds("feed_begrip", ("drang",)),
    "feeds/trefwoord/<str:slug>.<feedformat:fmt>": lambda world: _feeds(
        "feed_trefwoord", *((slug,) for slug in _tags())
    ),
    "feeds/pagina/<uuid:key>.<feedformat:fmt>": lambda world: _in_turn(
        lambda key: _feeds("feed_pagina", (key,)), (str(page.translation_key) for page in world.pages)
    ),
    "feeds/lijst/<uuid:key>.<feedformat:fmt>": lambda world: _feeds(
        "feed_lijst", *((section(soort).translation_key,) for soort in SECTIONS)
    ),
    "feeds/zoeken.<feedformat:fmt>": lambda world: [
        *_feeds("feed_zoeken", (), query=f"?q={SHARED}"),
        *_in_turn(lambda question: _feeds("feed_zoeken", (), query=f"?q={question}"), QUESTIONS),
    ],
    "export/lijst/<uuid:key>.<fileformat:fmt>": lambda world: [
        reverse("export_lijst", args=[section(soort).translation_key, fmt]) + query
        for soort, _ in listed()
        for fmt in FILE_FORMATS
        for query in ("", f"?q={SHARED}")
    ],
    "export/begrippen.<fileformat:fmt>": lambda world: [f"/export/begrippen.{fmt}" for fmt in FILE_FORMATS],
    "programma/": _fixed("/programma/"),
    "programma/matrix/": _fixed("/programma/matrix/", "/programma/matrix/?vorm=drang"),
    "programma/witte-vlekken/": _fixed("/programma/witte-vlekken/", "/programma/witte-vlekken/?vorm=drang"),
    "programma/vergelijken/": lambda world: [f"/programma/vergelijken/?{_all_proeftuinen(world)}"],
    "programma/vergelijken.xlsx": lambda world: [f"/programma/vergelijken.xlsx?{_all_proeftuinen(world)}"],
    "programma/kaart/": _fixed("/programma/kaart/"),
    "programma/bewijs/": _fixed("/programma/bewijs/"),
    "programma/aanbevelingen/": lambda world: [
        "/programma/aanbevelingen/",
        *(f"/programma/aanbevelingen/?q={question}" for question in QUESTIONS[::3]),
        "/programma/aanbevelingen/?koppeling=ja&sorteer=rapport",
    ],
    "programma/^feeds/(?P<weergave>[a-z_]+)\\.(?P<fmt>rss|atom|json)$": lambda world: [
        address
        for weergave in ("programma", "matrix", "witte_vlekken", "vergelijken", "kaart", "aanbevelingen")
        for query in ("", f"?q={SHARED}&vorm=drang", f"?{_all_proeftuinen(world)}")
        for address in _feeds("tracker_feed", (weergave,), query=query)
    ],
    "programma/^export/(?P<soort>[a-z]+)\\.(?P<fmt>csv|json|xlsx)$": lambda world: [
        f"/programma/export/{soort}.{fmt}"
        for soort in ("proeftuinen", "knelpunten", "oplossingen", "toepassingen", "aanbevelingen")
        for fmt in ("csv", "json", "xlsx")
    ],
    "toepassingen/": _fixed("/toepassingen/"),
    "toepassingen/<uuid:uuid>/": lambda world: [
        f"/toepassingen/{uuid}/{tail}" for uuid in _toepassingen() for tail in ("", "?op=2026-05-02", "?op=2026-11-01")
    ],
    "toepassingen/<uuid:uuid>/citeer.<citaatvorm:fmt>": lambda world: _in_turn(
        lambda uuid: [reverse("toepassing_citeer", args=[uuid, fmt]) for fmt in VORMEN], _toepassingen()
    ),
    "toepassingen/<uuid:uuid>/feed.<feedformat:fmt>": lambda world: _in_turn(
        lambda uuid: _feeds("toepassing_feed", (uuid,)), _toepassingen()
    ),
    "sitemap.xml": _fixed("/sitemap.xml", "/sitemap.xml?p=1"),
    "robots.txt": _fixed("/robots.txt"),
    ".well-known/security.txt": _fixed("/.well-known/security.txt"),
    "gezondheid/": _fixed("/gezondheid/"),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": lambda world: [
        f"/_util/authenticate_with_password/1/{page.pk}/" for page in world.pages
    ],
    "_util/login/": _fixed("/_util/login/"),
    "^((?:[\\w\\-]+/)*)$": _pages,
    "account/": _fixed("/account/"),
    "account/wat-ziet-u-extra/": _fixed("/account/wat-ziet-u-extra/"),
    "account/uitnodiging/<str:token>/": _fixed("/account/uitnodiging/x/"),
    "account/login/": _fixed("/account/login/"),
    "account/logout/": _fixed("/account/logout/"),
    "account/inactive/": _fixed("/account/inactive/"),
    "account/signup/": _fixed("/account/signup/"),
    "account/reauthenticate/": _fixed("/account/reauthenticate/"),
    "account/email/": _fixed("/account/email/"),
    "account/confirm-email/": _fixed("/account/confirm-email/"),
    "account/password/change/": _fixed("/account/password/change/"),
    "account/password/set/": _fixed("/account/password/set/"),
    "account/password/reset/": _fixed("/account/password/reset/"),
    "account/login/code/confirm/": _fixed("/account/login/code/confirm/"),
    "account/^confirm-email/(?P<key>[-:\\w]+)/$": _fixed("/account/confirm-email/x/"),
    "account/password/reset/key/done/": _fixed("/account/password/reset/key/done/"),
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": _fixed("/account/password/reset/key/1-x/"),
    "account/password/reset/done/": _fixed("/account/password/reset/done/"),
    "account/2fa/": _fixed("/account/2fa/"),
    "account/2fa/authenticate/": _fixed("/account/2fa/authenticate/"),
    "account/2fa/reauthenticate/": _fixed("/account/2fa/reauthenticate/"),
    "account/2fa/totp/activate/": _fixed("/account/2fa/totp/activate/"),
    "account/2fa/totp/deactivate/": _fixed("/account/2fa/totp/deactivate/"),
    "account/2fa/webauthn/": _fixed("/account/2fa/webauthn/"),
    "account/2fa/webauthn/add/": _fixed("/account/2fa/webauthn/add/"),
    "account/2fa/webauthn/login/": _fixed("/account/2fa/webauthn/login/"),
    "account/2fa/webauthn/reauthenticate/": _fixed("/account/2fa/webauthn/reauthenticate/"),
    "account/2fa/webauthn/keys/<int:pk>/edit/": _fixed("/account/2fa/webauthn/keys/1/edit/"),
    "account/2fa/webauthn/keys/<int:pk>/remove/": _fixed("/account/2fa/webauthn/keys/1/remove/"),
    "account/2fa/recovery-codes/": _fixed("/account/2fa/recovery-codes/"),
    "account/2fa/recovery-codes/generate/": _fixed("/account/2fa/recovery-codes/generate/"),
    "account/2fa/recovery-codes/download/": _fixed("/account/2fa/recovery-codes/download/"),
}


def _tags() -> list[str]:
    return list(Tag.objects.values_list("slug", flat=True))


def _toepassingen() -> list[str]:
    return [str(uuid) for uuid in Toepassing.objects.order_by("pk").values_list("uuid", flat=True)]


def _all_proeftuinen(world: World) -> str:
    return urlencode([("proeftuin", page.slug) for page in world.pages if page.soort == "proeftuin"])


# What a search engine has a hand in: asked again at each age of each index.
SEARCHED = (
    "zoeken/",
    "zoeken/^export\\.(?P<fmt>csv|json|xlsx)$",
    "zoeken/suggesties",
    "feeds/zoeken.<feedformat:fmt>",
)


def searched(world: World, questions: int = 0) -> list[str]:
    """The addresses of search, and the open pages, which show what is like them.

    With `questions`: only that many of what is asked of each, and always what everything answers.
    """
    found = []
    for pattern in SEARCHED:
        addresses = SURFACES[pattern](world)
        everything = [address for address in addresses if f"q={SHARED}" in address or "q=qq&" in f"{address}&"]
        found += [*everything, *addresses[:: len(addresses) // questions]] if questions else addresses
    return [*found, *(address_of(page) for page in world.open.values())]


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every URL pattern outside the admin, written from its root."""
    for entry in (resolver or get_resolver()).url_patterns:
        place = before + str(entry.pattern)
        if place.startswith(BEHIND_LOGIN):
            continue
        if isinstance(entry, URLPattern):
            yield place
        else:
            yield from patterns(entry, place)
