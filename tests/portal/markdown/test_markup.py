"""What people typed becomes HTML that does no harm, and keeps its meaning."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markdown import limits
from portal.markdown.markup import clean_html, markdown_to_html, refusal_of_markdown, render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Kop", '<h2 id="kop">Kop</h2>'),
        ("**vet** en *schuin*", "<p><strong>vet</strong> en <em>schuin</em></p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("", ""),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert markdown_to_html(text) == html


def test_a_table_and_a_link_survive() -> None:
    html = markdown_to_html("| a | b |\n|---|---|\n| 1 | [x](https://example.org/) |")
    assert "<td>1</td>" in html
    assert '<a href="https://example.org/" rel="noopener noreferrer">x</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        '<p onclick="alert(1)" style="color:red">x</p>',
        "<img src=x onerror=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "<svg><script>alert(1)</script></svg>",
        '<form action="https://evil.example"><input name=x></form>',
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_that_acts_survives(text: str) -> None:
    shown = [markdown_to_html(text)] if text.startswith("[") else [markdown_to_html(text), clean_html(text)]
    for html in shown:
        for word in ("<script", "javascript:", "data:text", "onclick", "onerror", "style", "<iframe", "<svg", "<form"):
            assert word not in html.lower()


@given(st.text(alphabet="<>\"'=/ajs:criptonSVG&#;x()[]!`*|-\n ", max_size=200))
def test_whatever_is_typed_no_tag_beyond_the_list_comes_out(text: str) -> None:
    html = markdown_to_html(text)
    assert clean_html(html) == html
    assert "<script" not in html
    assert "<svg" not in html


# Texts that take a renderer too long. `n` times the piece is about 50,000 characters.
HOSTILE = (
    *("[", "![](", "[a](", "[a][", "![a][", "[a](<", "[a]: ", "[a]:\n", "*[a", "[[a]](b)", "*", "_", "*a **b ", "***a"),
    *(
        "`",
        "`a",
        "``a`",
        "```a``",
        "[_\\\\",
        "> ",
        ">",
        "- ",
        "1. ",
        "- a\n",
        "# a\n",
        "a\n=\n",
        "a\n: b\n\n",
        "<",
        "<a ",
        '<a b="',
    ),
    *("[^a]", "[^a]: b\n", "[^a]: b\n\n", "[^a][^a]: b\n", "a.", "a@a.", "www.", "http://", "http://a(", "a-"),
    *("```a\n", "```\n", " ```\n", "- ```\n", "  - a\n", "- [ ] a\n", "- a\n\n  b\n", "> - a\n", ">>a\n", "## a\n"),
    *("<naam>", "<naam ", "<script>", "<b>a</c>"),
    *("<![CDATA[", "<!--", "<?", "<div>", "<div>\n\n", "</a", "<a@", "&", "&#", "\\", "\\[", "|", "|`", "\x02", "\n"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_the_renderer_long(piece: str) -> None:
    """Of processor time: a second is more than the longest ordinary text takes."""
    text = piece * (limits.MAX_WRITTEN // len(piece))
    began = time.process_time()
    refused = render_markdown(text).refused
    assert time.process_time() - began < 2.5
    assert bool(refused) == bool(refusal_of_markdown(text))


def test_six_thousand_brackets_cost_nothing() -> None:
    began = time.process_time()
    html = markdown_to_html("[" * 6_000)
    assert time.process_time() - began < 0.1
    assert html == f"<p>{'[' * 6_000}</p>"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a" * (limits.MAX_WRITTEN + 1), "50001 tekens"),
        ("[" * 6_000, "haken"),
        ("- " * 3_000 + "a", "genest"),
        ("|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + "|a\n" * 3_000, "cellen"),
        ("".join(f"*[A{n}]: b\n" for n in range(2_000)), "haken"),
    ],
    ids=["length", "brackets", "nesting", "cells", "abbreviations"],
)
def test_what_is_refused_says_why_and_is_shown_as_it_stands(text: str, word: str) -> None:
    assert word in refusal_of_markdown(text)
    html = render_markdown(text).html
    assert "<table" not in html
    assert "<ul" not in html
    assert text.split("\n", maxsplit=1)[0].strip() in html


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("    " * (n % 12) + "- een punt met wat woorden erin" for n in range(500)),
        ("|" + "a|" * 10 + "\n|" + "-|" * 10 + "\n") + ("|" + "a|" * 10 + "\n") * 1_000,
        "".join(f"[a{n}]: https://example.org/{n} 'Titel'\n" for n in range(100)) + "\n[a1] en [a2]",
        "Zie [de handreiking](https://example.org/a_(b)) en [[1]] of [0,1).\n\n" * 500,
        "# Kop\nTekst zonder witregel, met < en > en *nadruk*.\n" * 150,
        "woord " * 8_000,
    ],
    ids=["lists", "ten thousand cells", "references", "links", "headings", "words"],
)
def test_a_long_ordinary_text_is_rendered(text: str) -> None:
    assert refusal_of_markdown(text) == ""
