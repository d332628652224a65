"""The house rules for code that can be read from the files themselves."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "proeftuinen", "search")
LONGEST = 300
FULLEST = 20
REEXPORTS = {"models", "blocks"}
# The composition root names the settings module; everything else comes from settings.
MAY_NAME_SETTINGS = {"manage.py", "portal/wsgi.py"}
DOMAIN_WORDS = (
    "handreiking", "hulpmiddel", "praktijkvoorbeeld", "rapport", "aanbeveling", "organisatie", "nieuws", "begrip",
    "proeftuin", "knelpunt", "oplossing", "toepassing", "wijziging", "gemeente", "standaardpagina",
    "overzicht", "begrippenlijst",
)  # fmt: skip


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


OWN = sources(*PACKAGES)
ALL = [*OWN, *sources("tests", "tools", "benchmarks"), ROOT / "manage.py"]


def test_there_is_something_to_check() -> None:
    assert len(OWN) > 50


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_file_holds_one_concept_in_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_a_folder_is_a_room_of_at_most_20_modules() -> None:
    rooms = Counter(name(path.parent) for path in ALL if path.name != "__init__.py")
    assert not {room: modules for room, modules in rooms.items() if modules > FULLEST}


@pytest.mark.parametrize("path", [path for path in OWN if path.name == "__init__.py"], ids=name)
def test_init_is_empty_or_an_explicit_list(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.parent.name not in REEXPORTS:
        assert not tree.body
        return
    names = [ast.unparse(target) for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    allowed = (ast.ImportFrom, ast.Assign, ast.Expr)
    assert all(isinstance(node, allowed) for node in tree.body)
    assert not tree.body or "__all__" in names


@pytest.mark.parametrize("path", ALL, ids=name)
def test_star_imports_are_for_settings_only(path: Path) -> None:
    stars = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    # The settings of production with one thing changed, to run them in a test.
    assert not stars or name(path).startswith("portal/settings/") or name(path) == "tests/faults/production_settings.py"


@pytest.mark.parametrize("path", [*OWN, ROOT / "manage.py"], ids=name)
def test_the_environment_is_read_in_settings_only(path: Path) -> None:
    if name(path).startswith("portal/settings/"):
        return
    code = path.read_text(encoding="utf-8")
    if name(path) in MAY_NAME_SETTINGS:
        code = code.replace('os.environ.setdefault("DJANGO_SETTINGS_MODULE"', "")
    assert not re.search(r"\b(environ|getenv)\b", code)


@pytest.mark.parametrize("path", sources("search"), ids=name)
def test_search_names_no_page_type(path: Path) -> None:
    names = {word.lower() for word in _identifiers(path.read_text(encoding="utf-8"))}
    assert not names & set(DOMAIN_WORDS)


def _identifiers(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.alias):
            yield node.name.split(".")[-1]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


@pytest.mark.parametrize("path", sources("search/embedded", "search/elastic"), ids=name)
def test_engines_import_no_django(path: Path) -> None:
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not [module for module in imported if module.split(".")[0] in {"django", "wagtail", "portal", "proeftuinen"}]


@pytest.mark.parametrize("path", [*OWN, *sources("tests", "tools")], ids=name)
def test_nothing_is_left_to_do(path: Path) -> None:
    marks = "TO" + "DO", "FIX" + "ME", "XX" + "X "
    assert not [mark for mark in marks if mark in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", sources("portal", "proeftuinen"), ids=name)
def test_trusted_html_is_made_in_one_place(path: Path) -> None:
    """mark_safe belongs in markup.py, after cleaning; SafeString anywhere else would trust what people typed."""
    if name(path) in {"portal/markdown/markup.py"}:
        return
    assert not re.search(r"\b(mark_safe|SafeString)\(", path.read_text(encoding="utf-8"))


# Programs that take apart what strangers made, run apart within limits by `portal.files.limited`.
READERS = {
    "portal/files/document_bytes.py",
    "portal/files/picture_bytes.py",
    *(f"portal/files/text/{kind}.py" for kind in ("odf", "office_xml", "pdf", "pdf_order", "plain", "reader")),
    *(f"portal/files/text/{kind}.py" for kind in ("sheets", "word")),
    "portal/files/limited_child.py",
    "proeftuinen/importing/tables.py",
}
TAKES_APART = {
    "zipfile", "tarfile", "csv.reader", "csv.DictReader", "openpyxl.load_workbook", "pypdf", "pikepdf", "docx",
    "mammoth", "PIL", "willow", "defusedxml", "xml", "lxml",
}  # fmt: skip


def taken_apart(code: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
    return {word for word in found if {word, word.split(".")[0]} & TAKES_APART}


def beside(path: Path, node: ast.ImportFrom) -> set[str]:
    """The files that `from . import other` and `from .other import thing` bring in."""
    assert node.level == 1
    names = [node.module] if node.module else [alias.name for alias in node.names]
    return {name(path.with_name(f"{one}.py")) for one in names}


@pytest.mark.parametrize("path", sources("portal", "proeftuinen"), ids=name)
def test_foreign_bytes_are_taken_apart_by_readers_only(path: Path) -> None:
    """And a reader imports nothing of ours but readers beside it, so that it can be run where there is nothing else."""
    code = path.read_text(encoding="utf-8")
    if name(path) not in READERS:
        assert not taken_apart(code)
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                assert beside(path, node) <= READERS
                continue
            assert str(node.module).split(".")[0] not in {*PACKAGES, "django", "wagtail"}


def test_import_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


WRITES_CSV = "portal/lists/files.py"


@pytest.mark.parametrize("path", OWN, ids=name)
def test_one_place_writes_csv(path: Path) -> None:
    """What a spreadsheet would run, and what comes back of a file, is decided once."""
    written = re.search(r"\bcsv\.(writer|DictWriter)\b|import (writer|DictWriter)\b", path.read_text(encoding="utf-8"))
    assert bool(written) == (name(path) == WRITES_CSV)


# Where it is decided what is on the site: everybody else asks by name.
DECIDES = re.compile(r"portal/visibility\.py|\w+/querysets\.py")
# What an editor does to a record depends on how an editor left it, whatever the clock says.
EDITING = {
    f"{place}.py"
    for place in (
        "portal/editing/choosers", "portal/editing/deletion", "portal/editing/form_fields",
        "portal/editing/forms", "portal/importing/markdown_import", "portal/models/paginas/home",
        "portal/signals", "portal/demo/loader", "proeftuinen/editing/forms", "proeftuinen/merging/merge",
        "proeftuinen/merging/unmerge", "proeftuinen/signals", "proeftuinen/editing/viewsets",
        "proeftuinen/models/samenvoegbaar",
    )
}  # fmt: skip
ASKING = {"filter", "exclude", "get", "Q", "When", "FilteredRelation", "aggregate", "annotate"}


def live_conditions(code: str, *, attributes: bool) -> Iterator[str]:
    """Places in which code decides by itself that something is on the site."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ASKING and any(word.split("__")[-1] == "live" for word in lookups(node)):
                yield f"{node.lineno}: {called}(live)"
        elif attributes and isinstance(node, ast.Attribute) and node.attr == "live" and isinstance(node.ctx, ast.Load):
            yield f"{node.lineno}: .live"


def lookups(call: ast.Call) -> Iterator[str]:
    """The names of the keywords of a call, those in a `**{...}` too, as far as they are written there."""
    for word in call.keywords:
        if word.arg:
            yield word.arg
        elif isinstance(word.value, ast.Dict):
            for key in word.value.keys:
                parts = ast.walk(key) if key else ()
                yield "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


@pytest.mark.parametrize("path", [path for path in OWN if not DECIDES.fullmatch(name(path))], ids=name)
def test_only_visibility_decides_what_is_on_the_site(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not list(live_conditions(code, attributes=name(path) not in EDITING))


@pytest.mark.parametrize(
    "code",
    [
        "rows.filter(live=True)",
        "rows.filter(knelpunt=1, oplossing__live=True)",
        "Q(rapport__live=False)",
        "Q(**{f'{prefix}live': True})",
        "rows.exclude(**{'live': True})",
        "x = [p for p in pages if p.live]",
    ],
)
def test_a_condition_on_live_is_seen(code: str) -> None:
    assert list(live_conditions(code, attributes=True))


def test_what_editing_does_is_no_condition() -> None:
    assert not list(live_conditions("page.live = False; Toepassing(live=False); x.update(live=True)", attributes=True))


# Fills in bulk, and says itself when each page was changed.
TELLS = {"portal/following/changes.py", "proeftuinen/running/generator.py"}


@pytest.mark.parametrize("path", [path for path in OWN if name(path) not in TELLS], ids=name)
def test_only_changes_writes_a_wijziging(path: Path) -> None:
    """Another door would leave the pages that it is about unchanged."""
    assert not re.search(
        r"Wijziging\.objects\.\w*create|Wijziging\(", path.read_text(encoding="utf-8").replace("class Wijziging(", "")
    )


LOWERS = {"capitalize", "swapcase"}


@pytest.mark.parametrize("path", OWN, ids=name)
def test_a_label_keeps_its_capitals(path: Path) -> None:
    """`str.capitalize` makes "Noord-holland" of "Noord-Holland"; `capfirst` raises the first letter only."""
    called = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOWERS
    ]
    assert not called
