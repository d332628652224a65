"""A file that would take long is refused with its line, and the others go on."""

import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.models import Handreiking, Home

pytestmark = pytest.mark.django_db
HEAD = "title: Te veel\ntype: handreiking"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (HEAD, "[" * 900_000),
        (HEAD, "![" * 450_000),
        (HEAD, "<!" * 450_000),
        (HEAD, "<?" * 450_000),
        (HEAD, "\n" * 900_000 + "<" * 60_000),
        (HEAD, "`" * 900_000),
        (HEAD, "- " * 20_000 + "a"),
        (HEAD, "kop\n===\n" + "woord " * 10_000),
        (HEAD + "\nx: " + "[" * 15_000, "Tekst."),
        (HEAD + "\nx: " + "{a: " * 4_000, "Tekst."),
        (HEAD + "\n" + "".join(f"n{n}: 1\n" for n in range(2_000)), "Tekst."),
        (HEAD + "\n" + "? " * 9_000, "Tekst."),
    ],
    ids=lambda value: value[-20:-14] if value else "",
)
def test_a_file_that_is_too_much_is_refused_with_its_line_and_soon(
    home: Home, tmp_path: Path, head: str, body: str, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "veel.md").write_text(f"---\n{head}\n---\n{body}\n", encoding="utf-8")
    (tmp_path / "goed.md").write_text("---\ntitle: Goed\ntype: handreiking\n---\nTekst.\n", encoding="utf-8")
    began = time.process_time()
    with pytest.raises(CommandError, match="1 van 2"):
        call_command("import_markdown", tmp_path)
    assert time.process_time() - began < 10
    assert "veel.md:" in capsys.readouterr().err
    assert Handreiking.objects.get().title == "Goed"
