"""Every component in each of its states is accessible and fits, from a small phone to a desk."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS


def test_the_component_library(
    page: Page, log_in: Callable[[str], None], assert_accessible: Callable[..., None], assert_fits: Callable[[], None]
) -> None:
    log_in("redacteur")
    answer = page.goto("/admin/componenten/")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits()
        assert_accessible(contrast=width == WIDTHS[-1])
