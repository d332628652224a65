"""The whole main job in one go: a reader finds and follows, an editor writes and publishes, the reader sees it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site

TITLE = "Zilverreiger: nieuwe meldroute in de regio"
WORD = "zilverreiger"
SECONDS = 45


def answer_holds(context: BrowserContext, url: str, text: str) -> bool:
    answer = context.request.get(url)
    assert answer.ok, f"{url}: {answer.status}"
    return text in answer.text()


def wait_until(found: Callable[[], bool], what: str) -> None:
    """The worker delivers within seconds; a slow machine gets some more."""
    deadline = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < deadline, f"{what} did not come in {SECONDS} seconds"
        time.sleep(0.5)


def test_a_reader_finds_and_an_editor_publishes(
    page: Page, browser: Browser, site: Site, log_in: Callable[[str], None]
) -> None:
    reader = browser.new_context(base_url=site.url, locale="nl-NL")

    # Home, a section, a filter, a page.
    page.goto("/")
    expect(page.locator("h1")).to_have_count(1)
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Handreikingen").click()
    page.wait_for_url("**/handreikingen/")
    before = page.locator("main h2 a[href*='/handreikingen/'], main h3 a[href*='/handreikingen/']").count()
    page.get_by_label(re.compile(r"^\s*Signalering")).check()
    page.get_by_role("button", name="Filters toepassen").click()
    page.wait_for_url(re.compile(r"fase=signalering"))
    found = page.locator("main h2 a[href*='/handreikingen/'], main h3 a[href*='/handreikingen/']")
    assert 0 < found.count() < before
    title = found.first.inner_text().strip()
    found.first.click()
    expect(page.locator("h1")).to_have_text(title)

    # Search, and the feeds.
    page.goto("/")
    page.locator("main input[name=q], header input[name=q]").first.fill("meldroute")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/zoeken/\?.*q=meldroute"))
    expect(page.locator("main mark").first).to_be_visible()
    feed = page.locator("link[rel=alternate][type='application/rss+xml']").last.get_attribute("href")
    assert feed
    assert answer_holds(reader, feed, "<rss")
    assert page.context.cookies() == []

    # Log in through the button, and write a draft.
    page.goto("/")
    page.locator("form[action='/account/login/'] button").first.click()
    page.wait_for_url("**/account/login/**")
    log_in("redacteur")
    page.wait_for_url("**/admin/")
    page.goto("/admin/pages/")
    section = page.evaluate(
        """async () => {
            const url = '/admin/api/main/pages/?type=portal.Overzicht&slug=nieuws&fields=_,id';
            return (await (await fetch(url)).json()).items[0].id;
        }"""
    )
    page.goto(f"/admin/pages/add/portal/nieuws/{section}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_samenvatting").fill("In deze regio melden baliemedewerkers voortaan op één plek.")
    page.locator("[data-contentpath=inhoud] .c-sf-add-button").first.click()
    page.get_by_role("option", name="Markdown").click()
    page.locator("textarea.markdown-editor").fill("## Wat er verandert\n\nEen **vaste** plek.")
    page.get_by_role("button", name="Toon voorbeeld").click()
    preview = page.get_by_role("region", name="Voorbeeld van de Markdown-tekst")
    expect(preview.locator("h2")).to_have_text("Wat er verandert", timeout=20_000)
    page.get_by_role("button", name="Bewaar concept").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    draft = page.url
    slug = page.locator("input[name=slug]").input_value()
    assert slug
    assert reader.request.get(f"/nieuws/{slug}/").status == 404
    assert not answer_holds(reader, f"/zoeken/?q={WORD}", TITLE)

    # Publish: on the site, in search and in the feed.
    page.goto(draft)
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("button", name=re.compile("^Publi")).first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/(edit/)?$"))
    wait_until(lambda: reader.request.get(f"/nieuws/{slug}/").status == 200, "the page")
    assert answer_holds(reader, f"/nieuws/{slug}/", "Wat er verandert")
    assert answer_holds(reader, "/nieuws/", TITLE)
    wait_until(lambda: WORD in reader.request.get(f"/zoeken/?q={WORD}").text().lower().split("</h1>")[-1], "search")
    assert answer_holds(reader, f"/zoeken/?q={WORD}", f"/nieuws/{slug}/")
    wait_until(lambda: answer_holds(reader, "/feeds/alles.rss", TITLE), "the feed")
    assert reader.cookies() == []
    reader.close()
