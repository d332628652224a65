"""What a page says in figures, and the site without what was invented: what `test_echtheid` compares."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from portal.models import Aanbeveling, AanbevelingStap, Begrip, Pagina, Wijziging
from portal.visibility import Reader
from proeftuinen.models import KnelpuntStap, ProeftuinPartner, ProeftuinStap, Toepassing, Waarneming

NUMBER = re.compile(r"\d[\d.]*")
# A cell with nothing real is empty or striped: it has no figure.
DRAWN = re.compile(r"(?:tint|vlek(?!-voorbeeld|-leeg)|deel|toepassing|teken|badge)-[\w-]+")
# What is said of examples, and what shows some of the rows: the newest, the most alike, one page of hits.
APART = (
    "[data-voorbeeld]", ".filters input", "[aria-labelledby=soortgelijk-kop]", "[aria-labelledby=nieuw-kop]",
    "[aria-labelledby=beweging-kop] .kaart", ".zoek-resultaten", ".bladeren", ".totaal .stil", ".icon",
    ".matrix thead",
)  # fmt: skip
FILES = ("proeftuinen", "knelpunten", "oplossingen", "toepassingen", "aanbevelingen")
VIEWS = ("", "matrix/", "witte-vlekken/", "kaart/", "aanbevelingen/")


def addresses() -> list[str]:
    """Every list, view and page on which something real is counted, coloured, ranked or summed."""
    lists = Pagina.objects.of_soort("home", "overzicht", "register").published()
    records = Pagina.objects.of_soort("proeftuin", "knelpunt", "oplossing", "organisatie", "rapport").published()
    found = [page.url for page in (*lists, *records.real())]
    found += [f"/programma/{name}" for name in VIEWS]
    terms = Begrip.objects.filter(slug__in=("arbeidsuitbuiting", "preventie", "vorm-1"))
    found += ["/zoeken/", "/zoeken/?q=signalen", *(term.get_absolute_url() for term in terms)]
    return sorted(found)


def body_of(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser").main


def figures(client: Client, address: str) -> Counter[str]:
    """The numbers, bars, colours and badges of a page, without what it says of examples."""
    body = body_of(client, address)
    # On the first page of a long list other rows come up when some are gone.
    some = [".resultaten"] if body.select_one(".bladeren") else []
    for element in body.select(", ".join([*APART, *some])):
        element.decompose()
    found = Counter(number for number in NUMBER.findall(body.get_text(" ")) if number.strip("0."))
    for element in body.find_all(True):
        found.update(kind for name in element.get("class", []) for kind in DRAWN.findall(name))
        if element.name == "rect":
            found.update(f"{name}={element[name]}" for name in ("x", "width", "height") if element.get(name))
    return found


def text_of(client: Client, address: str) -> list[str]:
    """The words of a page, but for what is most like it: that rests on how often words occur anywhere."""
    body = body_of(client, address)
    for element in body.select("[aria-labelledby=soortgelijk-kop]"):
        element.decompose()
    return str(body.get_text(" ")).split()


def rows_of(client: Client, soort: str) -> list[dict[str, Any]]:
    """The rows of a file that are real."""
    rows = json.loads(b"".join(client.get(f"/programma/export/{soort}.json")))
    return [row for row in rows if not row["voorbeeld"]]


def differences(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> Iterator[str]:
    for address, found in before.items():
        if found != after[address]:
            more, less = dict(found - after[address]), dict(after[address] - found)
            yield f"{address}: only with examples {more}, only without {less}"


def delete_what_is_invented() -> None:
    """Take it out of the database, as though nobody had ever written it."""
    told = Wijziging.objects.visible_to(Reader(only_real=True)).values("pk")
    Wijziging.objects.exclude(pk__in=list(told.values_list("pk", flat=True))).delete()
    invented = Pagina.objects.filter(is_voorbeeld=True)
    KnelpuntStap.objects.filter(knelpunt__in=invented.values("pk")).delete()
    KnelpuntStap.objects.filter(eigenaar__in=invented.values("pk")).update(eigenaar=None)
    ProeftuinStap.objects.filter(proeftuin__in=invented.values("pk")).delete()
    ProeftuinPartner.objects.filter(organisatie__in=invented.values("pk")).delete()
    # The deepest first: a page takes along what is below it.
    pages = list(invented.order_by("-depth"))
    for rows in (Toepassing.objects, Waarneming.objects):
        rows.filter(pk__in=[row.pk for row in rows.all().invented()]).delete()
    told_of = Aanbeveling.objects.filter(rapport__in=invented.values("pk"))
    AanbevelingStap.objects.filter(aanbeveling__in=told_of).delete()
    told_of.delete()
    Aanbeveling.objects.filter(gegeven_door__in=invented.values("pk")).update(gegeven_door=None)
    for page in pages:
        page.specific.delete()
