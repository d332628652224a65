"""The account pages say "u": what allauth says with "je" is said again in portal/locale, and nothing was forgotten."""

import ast
import gettext as gnu
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from django.utils import translation

OURS = Path(__file__).resolve().parents[3] / "portal" / "locale" / "nl" / "LC_MESSAGES"
THEIRS = Path(allauth.__file__).parent / "locale" / "nl" / "LC_MESSAGES"
FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
# Parts of allauth that this portal does not have, or has in a template of its own: other log-ins, telephone numbers,
# sign-up, the pages of the second factor.
ABSENT = ("socialaccount", "idp/", "headless", "usersessions", "phone", "signup", "templates/mfa/")


def entries(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(msgid, msgstr, where it is used) of a .po file without plurals."""
    for text in path.read_text(encoding="utf-8").split("\n\n"):
        parts = re.search(r'^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)', text, re.MULTILINE)
        if parts:
            source, said = ("".join(ast.literal_eval(line) for line in part.splitlines()) for part in parts.groups())
            places = [place for line in re.findall(r"^#: (.*)$", text, re.MULTILINE) for place in line.split()]
            if source:
                yield source, said, places


def test_what_runs_is_what_is_written() -> None:
    """Django reads the compiled file; an editor of texts changes the other."""
    with (OURS / "django.mo").open("rb") as file:
        compiled = gnu.GNUTranslations(file)
    for source, said, _ in entries(OURS / "django.po"):
        assert compiled.gettext(source) == said, 'Run "msgfmt", as the top of django.po says.'


@pytest.mark.parametrize(("source", "said"), [entry[:2] for entry in entries(OURS / "django.po")])
def test_a_text_is_formal_and_keeps_its_blanks(source: str, said: str) -> None:
    assert not FAMILIAR.search(said)
    blanks = r"%\(\w+\)s|%d"
    assert sorted(re.findall(blanks, source)) == sorted(re.findall(blanks, said))


def test_no_account_page_says_je() -> None:
    with translation.override("nl"):
        familiar = [
            source
            for source, _, places in entries(THEIRS / "django.po")
            if any(not any(part in place for part in ABSENT) for place in places)
            and FAMILIAR.search(translation.gettext(source))
        ]
    assert familiar == []
