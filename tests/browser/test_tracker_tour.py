"""What a professional does with the tracker: from a knelpunt in Alkmaar to what worked elsewhere, and back."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS, Site

KNELPUNT = "Slachtoffers en omstanders melden weinig"
PLACE = "/proeftuinen/alkmaar-achterdam/"
COMPARED = "?proeftuin=alkmaar-achterdam&proeftuin=waterhoven-kassen"
VIEWS = (
    "/proeftuinen/?politieregio=noord-holland", "/knelpunten/?status=gesignaleerd&fase=signalering",
    "/oplossingen/?resultaat=werkte", "/programma/", "/programma/matrix/", "/programma/matrix/?vorm=arbeidsuitbuiting",
    "/programma/witte-vlekken/", "/programma/vergelijken/", f"/programma/vergelijken/{COMPARED}", "/programma/kaart/",
    "/programma/kaart/?provincie=noord-holland", "/programma/aanbevelingen/", "/programma/bewijs/",
    "/programma/aanbevelingen/?q=komt-nergens-voor", "/proeftuinen/waterhoven-kassen/?past=1", PLACE,
)  # fmt: skip


def test_from_alkmaar_to_what_worked_elsewhere_and_back(page: Page) -> None:
    # Search finds the knelpunt by a form and by the place where it occurs: neither stands in its own text.
    page.goto("/")
    page.locator("main input[name=q]").first.fill("arbeidsuitbuiting Alkmaar")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/zoeken/"))
    page.locator("main").get_by_role("link", name=KNELPUNT, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(KNELPUNT)
    knelpunt = urlsplit(page.url).path

    # Its life, where it occurs, who must act.
    expect(page.get_by_role("heading", name="Hoe lang lag het op welk niveau?")).to_be_visible()
    expect(page.get_by_text("Nu aan zet", exact=True)).to_be_visible()
    places = page.locator("section", has=page.get_by_role("heading", name="Wie heeft dit ook?"))
    expect(places.locator(f"a[href='{PLACE}']")).to_be_visible()

    # What works against knelpunten of the same kind elsewhere, and was not tried here.
    elsewhere = page.locator("section", has=page.get_by_role("heading", name="Wat werkte elders?"))
    elsewhere.locator("h3 a").first.click()
    expect(page.locator("h1")).not_to_have_text(KNELPUNT)
    worked = page.locator("section", has=page.get_by_role("heading", name=re.compile("Hier werkte het ")))
    where = worked.first.locator("a[href^='/proeftuinen/']").first
    place = where.inner_text()
    where.click()
    expect(page.locator("h1")).to_have_text(place)

    # What was measured: a picture, its verdict in words, and its table.
    measured = page.locator("figure.indicator").first
    expect(measured.locator("polyline")).to_have_count(1)
    expect(measured.get_by_text(re.compile("^(Verbeterd|Verslechterd|Gelijk gebleven)"))).to_be_visible()
    assert measured.locator("tbody tr").count() > 1

    # Would it fit us? The answer comes with the page.
    check = page.get_by_role("group", name="Voorwaarden").get_by_role("checkbox")
    conditions = check.count()
    assert conditions > 1
    check.first.check()
    page.get_by_role("button", name="Bekijk de uitkomst").click()
    expect(page.get_by_text(f"U voldoet aan 1 van de {conditions} voorwaarden")).to_be_visible()

    # Beside Alkmaar.
    page.get_by_role("link", name="Vergelijk met een andere proeftuin").click()
    page.get_by_label("Proeftuin 2").select_option("alkmaar-achterdam")
    page.get_by_role("button", name="Vergelijk").click()
    head = page.locator("table.vergelijk thead")
    expect(head.get_by_role("link")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download als Excel").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert place in [cell.value for cell in book.active[1]]

    # And back.
    head.locator(f"a[href='{PLACE}']").click()
    page.wait_for_url(f"**{PLACE}")
    page.get_by_role("link", name=KNELPUNT).first.click()
    page.wait_for_url(f"**{knelpunt}")


def test_exactly_what_is_on_screen_is_exported_with_the_columns_of_choice(page: Page) -> None:
    page.goto("/knelpunten/")
    page.get_by_label(re.compile(r"^\s*Gesignaleerd")).check()
    page.get_by_role("button", name="Filters toepassen").click()
    page.wait_for_url(re.compile("status=gesignaleerd"))
    shown = page.locator("ul.resultaten h2").all_inner_texts()
    page.locator("details.kolomkeuze summary").click()
    for box in page.locator("details.kolomkeuze input[name=kolom]").all():
        box.set_checked(box.get_attribute("value") in ("titel", "status"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Als JSON").click()
    rows = json.loads(Path(download.value.path()).read_text())
    assert [row["titel"] for row in rows] == shown
    assert all(row == {"titel": row["titel"], "status": "gesignaleerd"} for row in rows)


def test_columns_and_the_self_check_work_without_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    page.goto("/proeftuinen/")
    page.locator("details.kolomkeuze summary").click()
    page.get_by_label(re.compile(r"^\s*CSV met BOM")).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Als CSV").click()
    assert Path(download.value.path()).read_bytes().startswith("\ufeffSoort;id;".encode())
    page.goto("/proeftuinen/waterhoven-kassen/")
    page.get_by_role("group", name="Voorwaarden").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Bekijk de uitkomst").click()
    expect(page.get_by_text("U voldoet aan 1 van de")).to_be_visible()
    context.close()


@pytest.fixture(scope="session")
def found(site: Site) -> dict[str, str]:
    """A record of each kind."""
    kinds = {}
    for kind in ("oplossingen", "knelpunten"):
        with urlopen(f"{site.url}/{kind}/", timeout=30) as answer:
            kinds[kind] = re.findall(rf'<h2[^>]*><a[^>]* href="(/{kind}/[^"]+)"', answer.read().decode())[0]
    return kinds


@pytest.mark.parametrize("path", [*VIEWS, "oplossingen", "knelpunten"])
def test_every_view_is_accessible_and_fits(
    page: Page,
    path: str,
    found: dict[str, str],
    assert_accessible: Callable[..., None],
    assert_fits: Callable[[], None],
) -> None:
    answer = page.goto(found.get(path, path))
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for more in page.locator("main details:not([open]) > summary").all():
            if more.is_visible():
                more.click()
        assert_fits()
        assert_accessible(contrast=width == WIDTHS[-1])
