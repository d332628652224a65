"""The books keep their word: settings, nouns, modules, decisions and paths stand in them as the code has them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from tools import architecture

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BOOKS = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
SETTINGS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal" / "settings").glob("*.py"))
# Whatever reads them: the name in capitals is the first thing that it is given.
READ = r"""(?:environ\[|environ\.get\(|(?<![.\w])[a-z_]+\()["']([A-Z]+(?:_[A-Z]+)*)["']"""
VARIABLES = sorted(set(re.findall(READ, SETTINGS)))
MODELS = sorted(
    model.__name__ for label in ("portal", "proeftuinen") for model in apps.get_app_config(label).get_models()
)
LONGEST_README = 120


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def first_cells(name: str) -> set[str]:
    """What stands in the first column of the tables of a book."""
    return {row.split("|")[1].strip() for row in text(name).splitlines() if row.startswith("| ")}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_setting_is_explained(name: str) -> None:
    assert any(f"`{name}`" in cell for cell in first_cells("docs/instellingen.md"))


def test_there_are_settings_to_explain() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "SEARCH_ENGINE", "KENNISPORTAAL_URL"} <= set(VARIABLES)


@pytest.mark.parametrize("name", MODELS)
def test_a_noun_is_in_the_glossary(name: str) -> None:
    """The whole noun, or for a compound like KnelpuntStap its parts; Rendition and Tag are Wagtail's."""
    glossary = text("docs/woordenlijst.md").lower()
    words = [word.lower() for word in re.findall(r"[A-Z][a-z]+", name) if word not in ("Rendition", "Tag")]
    assert name.lower() in glossary or all(word in glossary for word in words)


def test_the_map_is_what_the_code_says() -> None:
    assert text("docs/architectuur.md") == architecture.page(), "run python -m tools.architecture"


def test_every_module_stands_in_the_map() -> None:
    drawn = text("docs/architectuur.md")
    rooms = dict(re.findall(r"^### (\S+)\n(.*?)(?=^### |\Z)", drawn, re.M | re.S))
    for path in architecture.modules(ROOT):
        room = path.parent.relative_to(ROOT).as_posix()
        assert f"| `{path.name}` | {architecture.line_of(path)} |" in rooms[room]


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("portal/nieuw.py", "x = 1\n", "has no docstring"),
        ("portal/kamer/nieuw.py", '"""New."""\n', "portal/kamer"),
    ],
)
def test_a_module_that_says_nothing_and_a_room_without_a_line_are_errors(
    tmp_path: Path, path: str, code: str, said: str
) -> None:
    for room in architecture.ROOMS:
        (tmp_path / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / room / "one.py").write_text('"""One."""\n')
    assert "| `one.py` | One. |" in architecture.drawn(tmp_path)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(code)
    with pytest.raises(architecture.Unnamed, match=said):
        architecture.drawn(tmp_path)


def test_the_readme_is_short_and_has_a_picture() -> None:
    lines = text("README.md").splitlines()
    assert len(lines) <= LONGEST_README
    assert any(line.startswith("![") for line in lines)
    assert "`make demo`" in text("README.md")
    assert "`make test`" in text("README.md")


def links() -> Iterator[tuple[str, str]]:
    for book in BOOKS:
        for target in re.findall(r"\]\(((?!https?:)[^)#]+)", book.read_text(encoding="utf-8")):
            yield book.relative_to(ROOT).as_posix(), target


@pytest.mark.parametrize(("book", "target"), sorted(set(links())))
def test_what_a_book_points_to_exists(book: str, target: str) -> None:
    assert (ROOT / book).parent.joinpath(target).exists()


def named_paths() -> Iterator[tuple[str, str]]:
    """Paths between backticks that begin with a folder of the repository."""
    for book in BOOKS:
        # A recipe names files that its reader is about to make.
        prose = re.sub(r"^```.*?^```", "", book.read_text(encoding="utf-8"), flags=re.M | re.S)
        for path in re.findall(r"`((?:portal|proeftuinen|search|tests|tools|docs|templates|static)/[\w./-]+)", prose):
            if book.name != "CONTRIBUTING.md":
                yield book.relative_to(ROOT).as_posix(), path


@pytest.mark.parametrize(("book", "path"), sorted(set(named_paths())))
def test_a_path_that_a_book_names_is_there(book: str, path: str) -> None:
    assert (ROOT / path).exists()


RECORDS = sorted((DOCS / "besluiten").glob("[0-9]*.md"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_says_when_what_and_what_was_tried(record: Path) -> None:
    told = record.read_text(encoding="utf-8")
    number, title = re.match(r"# (\d+)\. (.+)\n", told).groups()  # type: ignore[union-attr]
    found = re.search(r"^Date: (\S+)\. Status: (stands|decided, not built yet|replaced by \d+)\.$", told, re.M)
    assert found
    day, status = found.groups()
    assert date.fromisoformat(day) <= date.today()
    for part in ("Decision", "What was tried or weighed"):
        assert len(told.partition(f"## {part}\n")[2].partition("\n## ")[0].split()) >= 4
    index = text("docs/besluiten/README.md")
    assert f"| {int(number)} | [{title}]({record.name}) | {day} | {status} |" in index
    assert record.name.startswith(f"{int(number):02d}-")
    assert len(told.splitlines()) <= 40


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(record.name[:2]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert len(RECORDS) >= 20
