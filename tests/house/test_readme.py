"""The README keeps its word: every setting and every noun of the domain stands in it."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal" / "settings").glob("*.py"))
# Whatever reads them: the name in capitals is the first thing that it is given.
READ = r"""(?:environ\[|environ\.get\(|(?<![.\w])[a-z_]+\()["']([A-Z]+(?:_[A-Z]+)*)["']"""
VARIABLES = sorted(set(re.findall(READ, SETTINGS)))
MODELS = sorted(
    model.__name__ for label in ("portal", "proeftuinen") for model in apps.get_app_config(label).get_models()
)
GLOSSARY = README.split("## Glossary")[1].split("## Decisions")[0].lower()


@pytest.mark.parametrize("name", VARIABLES)
def test_a_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", MODELS)
def test_a_noun_is_in_the_glossary(name: str) -> None:
    """The whole noun, or for a compound like KnelpuntStap its parts; Rendition and Tag are Wagtail's."""
    words = [word.lower() for word in re.findall(r"[A-Z][a-z]+", name) if word not in ("Rendition", "Tag")]
    assert name.lower() in GLOSSARY or all(word in GLOSSARY for word in words)


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))
def test_what_it_points_to_exists(path: str) -> None:
    assert (ROOT / path).exists()
