"""The component library: whole, for who may enter the admin, and without a word from the database."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.editing.component_library import samples
from tests.factories.paginas import HandreikingFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Drawn on the page by name: they take slots and no context.
ELEMENTS = {f"allauth/elements/{name}.html" for name in ("alert", "button", "fields", "form", "panel")}
URL = "/admin/componenten/"


def test_every_component_is_in_the_library() -> None:
    """Who adds a component gives it a sample in `voorbeelden.yaml` of its folder."""
    folders = ("components", "proeftuinen/components", "allauth/elements")
    there = {
        path.relative_to(TEMPLATES).as_posix() for folder in folders for path in (TEMPLATES / folder).glob("*.html")
    }
    assert there == {name for name in (*samples(), *ELEMENTS) if name.rpartition("/")[0] in folders}


@pytest.mark.parametrize("template", samples())
def test_a_sample_has_a_template_and_states_with_names(template: str) -> None:
    assert (TEMPLATES / template).is_file()
    names = [state["naam"] for state in samples()[template]]
    assert names
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_a_visitor_gets_the_log_in(client: Client) -> None:
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_it_shows_each_component_and_nothing_of_the_site(admin_client: Client) -> None:
    HandreikingFactory(title="Zilverreiger")
    html = admin_client.get(URL).content.decode()
    for template in samples():
        assert f">{template}</h2>" in html
    for element in (
        "Kijk de velden hieronder na.",
        "utrecht-button--secondary-action",
        "Een bericht van het inloggen.",
    ):
        assert element in html
    assert "verzonnen" in html
    assert "Zilverreiger" not in html


@pytest.mark.django_db
def test_no_name_on_it_is_used_twice(admin_client: Client) -> None:

    names = re.findall(r'\sid="([^"]+)"', admin_client.get(URL).content.decode())
    assert not {name for name in names if names.count(name) > 1}
