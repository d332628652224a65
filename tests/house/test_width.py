"""The house rules for templates and styles that a person reads: how wide, and what they decide."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
WIDEST = 120
READ = {".html", ".txt", ".xml", ".yaml", ".css", ".js"}
FILES = sorted(path for folder in ("templates", "static") for path in (ROOT / folder).rglob("*") if path.suffix in READ)
TEMPLATES = [path for path in FILES if path.is_relative_to(ROOT / "templates") and path.suffix != ".yaml"]
STYLES = [path for path in FILES if path.suffix == ".css"]
# What allauth hands to a template are lists, and it asks nobody how many there are.
MAY_COUNT = {"templates/mfa/index.html", "templates/mfa/recovery_codes/index.html"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_check() -> None:
    assert len(TEMPLATES) > 150
    assert len(STYLES) > 10


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_line_has_at_most_120_characters(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [number for number, line in enumerate(lines, 1) if len(line) > WIDEST]


def crowded(css: str) -> list[str]:
    """Lines of a stylesheet that hold more than one declaration, or a declaration beside its selector."""
    bare = re.sub(r'"[^"]*"|/\*.*?\*/', "", css, flags=re.S)
    return [line for line in bare.splitlines() if re.search(r"[;{}]\s*[^\s;]|[^\s{};]\s*\}", line)]


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_line_of_a_stylesheet_holds_one_declaration(path: Path) -> None:
    assert not crowded(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "css", [".a { color: red; }", "a {\n  color: red; margin: 0;\n}", "a {\n  color: red }", "a{}b{}"]
)
def test_a_crowded_line_is_seen(css: str) -> None:
    assert crowded(css)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_counts_nothing(path: Path) -> None:
    """How many there are is known where they are fetched: a read model or presenter says it."""
    counted = re.search(r"\|\s*length(_is)?\b", path.read_text(encoding="utf-8"))
    assert not counted or name(path) in MAY_COUNT


def soort_lists(text: str) -> list[str]:
    """Conditions and arguments that name two or more types of content at once."""
    kinds = {
        *("handreiking hulpmiddel praktijkvoorbeeld rapport aanbeveling organisatie nieuws begrip".split()),
        *("proeftuin knelpunt oplossing toepassing standaardpagina".split()),
    }
    words = re.findall(r'["\']([a-z ]+)["\']', " ".join(re.findall(r"\{%.*?%\}", text)))
    return [word for word in words if len(kinds & set(word.split())) > 1]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_lists_no_types(path: Path) -> None:
    assert not soort_lists(path.read_text(encoding="utf-8"))


def fixed_addresses(text: str) -> list[str]:
    """Addresses on this site that are written out, though a name of urls.py leads there."""
    found = re.findall(r"""\b(?:href|action|src|data-[a-z-]+)\s*=\s*["'](/[^"'{]*)|:\s*["'](/[^"'{]*)""", text)
    return [address for pair in found for address in pair if address and _has_a_name(address)]


def _has_a_name(address: str) -> bool:
    try:
        found = resolve(re.split("[?#]", address)[0])
    except Resolver404:
        return False
    # A page of Wagtail has an address and no name.
    return found.url_name != "wagtail_serve"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_an_address_with_a_name_is_not_written_out(path: Path) -> None:
    assert not fixed_addresses(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        (soort_lists, '{% if groep.soort not in "knelpunt oplossing" %}'),
        (soort_lists, '{% similar "pagina" key 3 "handreiking rapport" as rows %}'),
        (fixed_addresses, '<a href="/zoeken/?q=x">'),
        (fixed_addresses, "action=\"{{ place|default:'/zoeken/' }}\""),
    ],
)
def test_what_a_template_may_not_is_seen(seen, text: str) -> None:  # type: ignore[no-untyped-def]
    assert seen(text)


def test_a_page_may_be_written_out() -> None:
    assert not fixed_addresses('<a href="/begrippen/">begrippen</a> <a href="/">home</a>')
