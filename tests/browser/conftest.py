"""Real pages in a real browser: the demo itself, web and worker, on its own port and in its own folder.

`site` is the address of a running demo that the tests of one worker share; `page` (from pytest-playwright) is a fresh
browser context on it, at the widths that a test asks for with `@pytest.mark.parametrize("width", WIDTHS)`.
"""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests import prepared
from tools import debian

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (390, 1280)
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # Describing what is well takes longer than finding what is not.
    "resultTypes": ["violations"],
}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240


@dataclass
class Site:
    """A running demo. `passwords` by user name; `manage` runs a management command in it."""

    url: str
    folder: Path
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """The same site under a name: a passkey belongs to one."""
        return self.url.replace("127.0.0.1", "localhost")

    @property
    def env(self) -> dict[str, str]:
        ours = {"KENNISPORTAAL_VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        return {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **ours}

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which phones nowhere."""
    chromium = debian.chromium()
    assert chromium, "Install chromium, or name it in CHROMIUM."
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "base_url": site.url, "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with its content: filled once for the whole run, copied and served for each worker of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("demo") / "var")
    shutil.copytree(_prepared(tmp_path_factory), site.folder)
    site.passwords = _passwords((site.folder / prepared.SAID).read_text(encoding="utf-8"))
    log = (site.folder / "serve.log").open("w+")
    command = [sys.executable, "manage.py", "demo", "--serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(site.url, process)
        yield site
    finally:
        process.terminate()
        process.wait(20)
        log.seek(0)
        sys.stdout.write(log.read()[-4000:])


def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo that `make test` prepared, or else that the first worker prepares now."""
    if "PREPARED_DEMO" in os.environ:
        return Path(os.environ["PREPARED_DEMO"])
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo").exists():
            prepared.demo(shared / "demo")
    return shared / "demo"


def _passwords(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  (redacteur|ketenpartner|beheerder) +(\S+)", text, re.MULTILINE))


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{url} answers {error.code}") from error
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"The demo did not start at {url}.")


@pytest.fixture
def width() -> int:
    """The width of the window; a test that parametrizes `width` sees each."""
    return WIDTHS[-1]


@pytest.fixture(autouse=True)
def window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


@pytest.fixture(autouse=True)
def nothing_from_elsewhere(page: Page, site: Site) -> Iterator[list[str]]:
    """No page asks anything of another host, and no script fails."""
    outside: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((site.url, site.named, "data:", "blob:", "about:")):
            outside.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield outside
    assert outside == []
    assert errors == []


@pytest.fixture
def assert_accessible(page: Page) -> Callable[..., None]:
    """Call it on a page that is open: axe must find nothing (WCAG 2.2 AA and best practice).

    `contrast=False` for a page whose colours were looked at already, at another width: that is more than half the work.
    """

    def check(*, contrast: bool = True) -> None:
        options = AXE if contrast else {**AXE, "rules": {"color-contrast": {"enabled": False}}}
        found = Axe().run(page, options=options).response["violations"]
        lines = [
            f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes'][:5]]}"
            for violation in found
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def assert_fits(page: Page) -> Callable[[], None]:
    """Call it on a page that is open: nothing makes it scroll sideways."""

    def check() -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} pixels too wide"

    return check


@pytest.fixture
def log_in(page: Page, site: Site) -> Callable[[str], None]:
    """Log in as redacteur or ketenpartner, through the form."""

    def fill(name: str) -> None:
        page.goto("/account/login/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", site.passwords[name])
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"^(?!.*/account/login).*$"))

    return fill
