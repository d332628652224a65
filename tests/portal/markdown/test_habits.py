"""Markdown as people write it: what GitHub, Obsidian and word processors make, means here what they meant."""

import re

import pytest

from portal.markdown.markup import markdown_to_html
from portal.models import Gebruiker
from tests.factories.paginas import HandreikingFactory

NESTED = "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Stappen:\n- a\n  - b\n- c", f"<p>Stappen:</p>\n{NESTED}"),
        ("- a\n    - b\n- c", NESTED),
        ("- a\n\t- b\n- c", NESTED),
        ("1. a\n  - b\n2. c", NESTED.replace("<ul>", "<ol>", 1).removesuffix("</ul>") + "</ol>"),
        ("1) a\n2) b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("Tekst.\n\n3. a\n4. b", '<p>Tekst.</p>\n<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- a\n\n  meer\n\n- b", "<ul>\n<li>\n<p>a</p>\n<p>meer</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        (
            "- a\n\n  meer\n  - b\n- c",
            "<ul>\n<li>\n<p>a</p>\n<p>meer</p>\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>",
        ),
        ("> zin\n> - a", "<blockquote>\n<p>zin</p>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("# Kop\n- a", '<h2 id="kop">Kop</h2>\n<ul>\n<li>a</li>\n</ul>'),
        ("- a\n# Kop", '<ul>\n<li>a</li>\n</ul>\n<h2 id="kop">Kop</h2>'),
        ("1. a\n- b", "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>"),
        # No lists.
        ("Het begon in\n1990. Daarna niets.", "<p>Het begon in\n1990. Daarna niets.</p>"),
        ("Zin\n* * *\nna", "<p>Zin</p>\n<hr>\n<p>na</p>"),
        ("- het jaar\n1990. Ja", "<ul>\n<li>het jaar\n    1990. Ja</li>\n</ul>"),
        # Code.
        (
            "- a\n\n```\n- x <b>\n\n  y\n```\nna",
            "<ul>\n<li>a</li>\n</ul>\n\n\n<pre><code>- x &lt;b&gt;\n\n  y\n</code></pre>\n<p>na</p>",
        ),
        (
            "1. a\n   ```\n   x\n   ```\n2. b",
            "<ol>\n<li>\n<p>a</p>\n<pre><code>x\n</code></pre>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>",
        ),
    ],
)  # fmt: skip
def test_lists_and_code(text: str, html: str) -> None:
    assert markdown_to_html(text) == html


def links(html: str) -> str:
    return html.replace(' rel="noopener noreferrer"', "")


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("<info@voorbeeldstad.nl>", "mailto:info@voorbeeldstad.nl", "info@voorbeeldstad.nl"),
        ("info@voorbeeldstad.nl.", "mailto:info@voorbeeldstad.nl", "info@voorbeeldstad.nl"),
        ("https://a.nl/x_y_z).", "https://a.nl/x_y_z", "https://a.nl/x_y_z"),
        ("https://a.nl/x_(y)", "https://a.nl/x_(y)", "https://a.nl/x_(y)"),
        ("www.a.nl, en", "https://www.a.nl", "www.a.nl"),
        ("<https://a.nl/>", "https://a.nl/", "https://a.nl/"),
    ],
)
def test_an_address_is_a_link(text: str, href: str, words: str) -> None:
    assert f'<a href="{href}">{words}</a>' in links(markdown_to_html(f"Zie {text} verder"))


@pytest.mark.parametrize("text", ["`https://a.nl`", "https://", "www.", "a@b", "@naam"])
def test_no_address_is_no_link(text: str) -> None:
    assert "<a" not in markdown_to_html(text)


def test_a_link_in_a_link_stays_one() -> None:
    html = links(markdown_to_html("[https://a.nl](https://b.nl)"))
    assert html == '<p><a href="https://b.nl">https://a.nl</a></p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Vul <naam gemeente> in.", "<p>Vul &lt;naam gemeente&gt; in.</p>"),
        ("<object>\n\n*na*", "<p>&lt;object&gt;</p>\n<p><em>na</em></p>"),
        ("<naam> en </naam>", "<p>&lt;naam&gt; en &lt;/naam&gt;</p>"),
        ("<script> staat er", "&lt;script&gt; staat er"),
        ("<!-- zonder einde", "<p>&lt;!-- zonder einde</p>"),
        ("<? wat > en <! let op>", "<p>&lt;? wat &gt; en &lt;! let op&gt;</p>"),
        ("`<div>`", "<p><code>&lt;div&gt;</code></p>"),
        ("a<br>b <b>vet</b> <o:p></o:p><span class=x>c</span>", "<p>a<br>b vet c</p>"),
        ("1 < 2 > 0", "<p>1 &lt; 2 &gt; 0</p>"),
    ],
)
def test_words_between_angles_are_never_lost(text: str, html: str) -> None:
    assert markdown_to_html(text).strip() in (html, f"<p>{html}</p>")


def test_a_note_is_a_number_that_leads_there_and_back() -> None:
    html = links(markdown_to_html("Geldt.[^wet] Ook.[^wet] Niet.[^weg]\n\n[^wet]: Artikel 273f Sr."))
    assert '<sup id="fnref-1"><a href="#fn-1">1</a></sup>' in html
    assert '<sup id="fnref2-1"><a href="#fn-1">1</a></sup>' in html
    assert '<li id="fn-1">\n<p>Artikel 273f Sr.' in html
    assert '<a href="#fnref-1" title="Terug naar de tekst bij noot 1">↩</a>' in html
    assert "[^weg]" in html


def test_headings_have_ids_and_no_two_the_same() -> None:
    html = markdown_to_html("## Stap één\n\n## Stap een\n\n[omlaag](#stap-een)")
    assert '<h2 id="stap-een">' in html
    assert '<h2 id="stap-een-2">' in html


@pytest.mark.django_db
def test_two_texts_of_one_page_share_no_id(client) -> None:
    page = HandreikingFactory()
    note = "## Stap\n\nGeldt.[^1] [omlaag](#stap)\n\n[^1]: Zie de aanwijzing."
    page.inhoud = [("heading", {"text": "Stap", "level": "h2"}), ("markdown", note), ("markdown", note)]
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    for name in ("stap", "stap-2", "stap-3", "fn-1", "fn-2", "fnref-1", "fnref-2"):
        assert html.count(f' id="{name}"') == 1, name
    assert '<a href="#fn-2" rel="noopener noreferrer">2</a></sup>' in html
    assert 'href="#fnref-2" title="Terug naar de tekst bij noot 2"' in html
    assert html.count('<ol start="2">') == 1
    assert 'href="#stap-3"' in html


@pytest.mark.django_db
def test_notes_number_on_over_three_texts_and_keep_their_own_lists(client) -> None:
    page = HandreikingFactory()
    two = "Eén.[^a] Twee.[^b] Weer.[^a]\n\n1. punt\n\n[^a]: A.\n[^b]: B."
    page.inhoud = [("markdown", two), ("markdown", "Zonder noot."), ("markdown", two)]
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    shown = re.findall(r'<sup id="(fnref[^"]+)"><a href="#(fn-[^"]+)"[^>]*>(.+?)</a></sup>', html)
    assert [number for _, _, number in shown] == ["1", "2", "1", "3", "4", "3"]
    assert [target for _, target, _ in shown] == ["fn-1", "fn-2", "fn-1", "fn-3", "fn-4", "fn-3"]
    assert len({name for name, _, _ in shown}) == 6
    for _, target, _ in shown:
        assert html.count(f' id="{target}"') == 1
    for back in re.findall(r'href="#(fnref[^"]+)"', html):
        assert html.count(f' id="{back}"') == 1
    assert html.count('<ol start="3">') == 1
    assert html.count("<li>punt</li>") == 2


@pytest.mark.django_db
def test_headings_with_the_same_words_have_addresses_of_their_own(client) -> None:
    page = HandreikingFactory()
    kop = ("heading", {"text": "Wat u doet", "level": "h2"})
    page.inhoud = [kop, kop, ("ketenpartners", [kop]), kop]
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    for name in ("wat-u-doet", "wat-u-doet-2", "wat-u-doet-3"):
        assert html.count(f' id="{name}"') == 1, name
        assert html.count(f'href="#{name}"') == 2, name
    client.force_login(Gebruiker.objects.create_superuser("baas", "baas@voorbeeld.test", "x"))
    html = client.get(page.get_url()).content.decode()
    assert html.count(' id="wat-u-doet-4"') == 1
