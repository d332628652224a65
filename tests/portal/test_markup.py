"""What people typed becomes HTML that does no harm, and keeps its meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markup import clean_html, markdown_to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Kop", "<h2>Kop</h2>"),
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
