"""The search box by keyboard alone, and what a search without results offers."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import WIDTHS


def test_a_slash_leads_to_the_box_and_typing_it_stays_typing(page: Page) -> None:
    page.goto("/handreikingen/")
    page.keyboard.press("/")
    box = page.locator("#kop-zoek")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_suggestions_are_chosen_with_the_arrows(page: Page) -> None:
    page.goto("/zoeken/")
    box = page.locator("#zoek")
    box.press_sequentially("mensenh")
    option = page.locator(".suggesties [role=option]").first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    box.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_have_value("mensenh")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_found_is_no_dead_end(page: Page) -> None:
    page.goto("/zoeken/?q=ruimtevaartkunde")
    help_ = page.locator(".leeg")
    expect(help_).to_contain_text("Hierover is veel te vinden")
    expect(help_.get_by_role("link", name="organisatie die kan helpen")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    help_.locator("li", has_text="veel te vinden").get_by_role("link").first.click()
    expect(page.locator(".zoek-resultaten li").first).to_be_visible()
