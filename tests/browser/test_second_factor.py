"""A second factor in a real browser: a passkey made and used under the strict policy, and a word when it cannot."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.conftest import WIDTHS, Site


@pytest.fixture(autouse=True)
def nothing_refused(page: Page) -> Iterator[None]:
    """The content security policy stops nothing that these pages need."""
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    page.on("console", note)
    yield
    assert refused == []


@pytest.fixture
def authenticator(page: Page) -> None:
    """A telephone that always says yes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in(page: Page, site: Site, base: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", "beheerder")
    page.fill("input[name=password]", site.passwords["beheerder"])
    page.get_by_role("button", name="Inloggen", exact=True).last.click()


def begin_passkey(page: Page, site: Site) -> None:
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.fill("input[name=password]", site.passwords["beheerder"])
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voeg een passkey toe")


def test_an_address_without_a_name_says_what_else_works(
    page: Page, site: Site, assert_accessible: Callable[..., None]
) -> None:
    log_in(page, site, site.url)
    page.wait_for_url("**/account/2fa/")
    assert_accessible()
    begin_passkey(page, site)
    assert_accessible()
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("alert")).to_contain_text("Het lukte niet met de passkey")


def test_a_passkey_is_made_and_logs_in_alone(
    page: Page, site: Site, authenticator: None, assert_accessible: Callable[..., None], assert_fits: Callable[[], None]
) -> None:
    log_in(page, site, site.named)
    page.wait_for_url("**/account/2fa/")
    page.goto(f"{site.named}/handreikingen/")
    expect(page).to_have_url(f"{site.named}/account/2fa/")
    begin_passkey(page, site)
    page.get_by_label("Inloggen zonder wachtwoord").check()
    page.get_by_role("button", name="Toevoegen").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    assert page.locator("main code").count() == 10
    for place in ("/account/", "/account/wat-ziet-u-extra/", "/account/2fa/", "/account/2fa/webauthn/", "/"):
        page.goto(f"{site.named}{place}")
        for width in (320, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            assert_fits()
        assert_accessible()
    page.goto(f"{site.named}/admin/accounts/")
    expect(page.get_by_role("table")).to_contain_text("ketenpartner")

    page.goto(f"{site.named}/")
    page.get_by_role("navigation", name="Uw account").get_by_role("button", name="Uitloggen").click()
    page.goto(f"{site.named}/account/login/")
    assert_accessible()
    page.get_by_role("button", name="Inloggen met een passkey").click()
    page.wait_for_url(re.compile("/admin/$"))

    page.goto(f"{site.named}/account/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    log_in(page, site, site.named)
    page.wait_for_url("**/account/2fa/authenticate/")
    assert_accessible()
    page.get_by_role("button", name="Gebruik uw passkey").click()
    page.wait_for_url(re.compile("/admin/$"))
