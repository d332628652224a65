"""Each package speaks of its own kinds of content: the portal knows no word of the tracker, not even as a string."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.house.test_code import name, sources

TRACKER = re.compile(r"knelpunt|proeftuin|oplossing|toepassing|waarneming|mijlpa[al]", re.IGNORECASE)
# A scheme of the one vocabulary, which is the portal's.
OF_THE_PORTAL = re.compile(r"knelpunttype|type knelpunt", re.IGNORECASE)
# The composition root names all packages; the demo is content.
MAY_SPEAK = re.compile(r"portal/(urls\.py|settings/|demo/)")


def said(code: str) -> list[str]:
    """The lines of code, strings and comments in which a word of the tracker stands."""
    words = tokenize.generate_tokens(io.StringIO(code).readline)
    found = ((word.start[0], word.string) for word in words)
    return [f"{line}: {word[:60]}" for line, word in found if TRACKER.search(OF_THE_PORTAL.sub("", word))]


@pytest.mark.parametrize("path", [p for p in sources("portal") if not MAY_SPEAK.match(name(p))], ids=name)
def test_the_portal_knows_no_word_of_the_tracker(path: Path) -> None:
    assert said(path.read_text(encoding="utf-8")) == []


def test_it_hears_names_strings_and_comments() -> None:
    assert len(said('oplossing = 1\nx = "Proeftuin"\n# a Knelpunt\nKNELPUNTTYPE = "knelpunttype"\n')) == 3
