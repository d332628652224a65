"""The house rules for templates."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_it_compiles(path: Path) -> None:
    engines["django"].get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_typed_is_trusted(path: Path) -> None:
    """HTML is escaped, or made by a block or filter that cleans it; never declared safe in a template."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b", text)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_the_content_security_policy_can_be_strict(path: Path) -> None:
    """No inline style, handler or script: the policy is default-src 'self'. A script of data is none."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"<style\b", text)
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in script or re.search(r"application/(ld\+)?json", script) for script in scripts)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_fetched_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc=[\"'](?:https?:)?//", text)
    assert not re.search(r"<link\b[^>]*\shref=[\"'](?:https?:)?//", text)
