"""The pages that everybody meets: accessible at two widths, nothing sideways at four, no cookie."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, Site

# What a phone shows in other colours, the menu and the filters, is on these.
OTHER_COLOURS = ("/", "/handreikingen/")
# A small phone and a tablet too: there a page only has to fit.
EVERY_WIDTH = (320, 390, 768, 1280)
SECTIONS = (
    "/", "/handreikingen/", "/toolkit/", "/praktijkvoorbeelden/", "/proeftuinen/", "/knelpunten/", "/oplossingen/",
    "/rapporten/", "/organisaties/", "/nieuws/", "/begrippen/", "/links/", "/over/", "/toegankelijkheid/", "/privacy/",
    "/feeds/", "/zoeken/?q=prostitutiebeleid", "/waarom-zie-ik-dit-niet/", "/account/login/",
)  # fmt: skip


# One address for each template that the sections do not meet, the fullest page of its type.
DETAILS = (
    "/handreikingen/handreiking-ketenregie/", "/toolkit/checklist-landelijke-norm/",
    "/praktijkvoorbeelden/praktijk-waterhoven-kassen/", "/rapporten/monitor-regionale-aanpak-voorbeeld/",
    "/organisaties/taskforce/", "/nieuws/waterhoven-evaluatie/", "/aanpak/wat-is-mensenhandel/",
    "/begrippen/arbeidsuitbuiting/", "/wijzigingen/", "/zoeken/", "/zoeken/?q=xyzzyqwerty",
    "/handreikingen/?q=xyzzyqwerty", "/account/password/reset/",
)  # fmt: skip


@pytest.mark.parametrize("path", [*SECTIONS, *DETAILS])
def test_page(page: Page, path: str, assert_accessible: Callable[..., None], assert_fits: Callable[[], None]) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    for width in EVERY_WIDTH:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits()
        if width in WIDTHS:
            assert_accessible(contrast=width == WIDTHS[-1] or path in OTHER_COLOURS)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_missing_page_helps(page: Page, width: int, assert_accessible: Callable[..., None]) -> None:
    answer = page.goto("/bestaat-niet/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("main a[href]").count() > 0
    assert_accessible()


def test_a_visitor_gets_no_cookie(page: Page, site: Site) -> None:
    for path in ("/", "/handreikingen/", "/zoeken/?q=alkmaar", "/feeds/"):
        page.goto(path)
    assert page.context.cookies() == []


def test_it_reads_without_javascript(browser: object, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{site.url}/zoeken/?q=prostitutiebeleid")
    assert page.locator("main a[href*='/handreikingen/']").count() > 0
    context.close()
