"""Each control against a threat names a test, and that test is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "dreigingen.md").read_text(encoding="utf-8")
CONTROLS = TEXT.partition("## Controls")[2].partition("## Left to hosting")[0]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEXT)))
ROWS = [row for row in CONTROLS.splitlines() if row.startswith("| ") and not row.startswith("| control")]


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    path, _, function = name.partition("::")
    assert (ROOT / path).is_file()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert not function or function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS)
def test_a_control_names_its_test(row: str) -> None:
    assert re.search(r"`tests/[\w/]+\.py::\w+`", row)


def test_it_is_two_pages() -> None:
    assert len(ROWS) > 20
    assert len(TEXT.split()) < 1400
