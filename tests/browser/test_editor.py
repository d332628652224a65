"""What an editor does with a keyboard in the admin: near-duplicates under a title, and a list filled from a chooser."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

LogIn = Callable[[str], None]


@pytest.fixture
def new_knelpunt(page: Page, log_in: LogIn) -> Page:
    """The screen of a new knelpunt, opened from its table."""
    log_in("redacteur")
    page.goto("/admin/tracker_knelpunten/")
    page.get_by_role("link", name="Knelpunt toevoegen").first.click()
    page.wait_for_selector("input[data-lijkt-op]")
    return page


def test_a_title_that_was_used_is_announced_and_reached_with_tab(new_knelpunt: Page) -> None:
    page = new_knelpunt
    title = page.locator("input[data-lijkt-op]")
    # A number of its own: the draft saves itself, and a second one with the same address would not.
    title.press_sequentially(f"Capaciteit en prioriteit bij politie wisselende {uuid4().int % 10_000}")
    status = page.locator(".lijkt-op [role=status]")
    expect(status).to_have_text(re.compile("op deze titel. Bedoelt u hetzelfde"), timeout=15_000)
    assert status.get_attribute("aria-live") == "polite"
    page.keyboard.press("Tab")
    assert re.search(r"/admin/pages/\d+/edit/", page.locator(":focus").get_attribute("href") or "")
    expect(page.locator(".lijkt-op")).to_contain_text("Wisselende capaciteit en prioriteit bij de politie")
    title.fill("Iets heel anders dan al het andere")
    expect(status).to_have_text("", timeout=15_000)


def test_organisaties_are_chosen_with_the_keyboard(new_knelpunt: Page) -> None:
    page = new_knelpunt
    page.get_by_role("tab", name="Ordening").click()
    button = page.get_by_role("button", name="Kies organisaties")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Zoekterm").fill("CoMensha")
    row = page.locator(".modal [data-multiple-choice-select]")
    expect(row).to_have_count(1, timeout=15_000)
    row.focus()
    page.keyboard.press("Space")
    page.locator(".modal [data-multiple-choice-submit]").press("Enter")
    boxes = page.locator("[data-kiezer-naam=organisaties] input:checked")
    expect(boxes).to_have_count(1)
    expect(page.locator("[data-kiezer-naam=organisaties] [role=status]")).to_contain_text("CoMensha")
