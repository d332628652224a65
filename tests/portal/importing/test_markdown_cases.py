"""Each file in gevallen/, as people made it, gives its right page; and links between files are links between pages."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Revision

from portal.blocks import BodyBlock
from portal.importing.markdown_body import blocks, left_out
from portal.importing.markdown_files import BadFile, as_date, as_yes_or_no, read
from portal.models import Handreiking, Hulpmiddel, Nieuws, Pagina
from tests.factories.paginas import HandreikingFactory, section

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "gevallen"
HEAD = "---\ntitle: {title}\ntype: hulpmiddel\nvorm: checklist\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for soort in ("handreiking", "hulpmiddel", "nieuws"):
        section(soort)
    return tmp_path


def imported(folder: Path, *names: str) -> str:
    for name in names:
        shutil.copy(CASES / name, folder / name)
    call_command("import_markdown", folder, publish=True)
    return shown(Pagina.objects.get(title__startswith="Proef").specific)


def shown(page: Pagina) -> str:
    html = re.sub(r' rel="[^"]*"', "", Client().get(page.get_url()).content.decode())
    return re.sub(r">\s+<", "><", html)


def write(folder: Path, name: str, body: str, title: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(title=title or Path(name).stem) + body + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("m01-bom-crlf.md", "<li>een</li><li>twee</li>"),
        ("m04-versie.md", "<dt>Versie</dt><dd>1.10</dd>"),
        ("m05-geneste-lijst-2-spaties.md", "<p>De stappen:</p><ul><li>Melden<ul><li>bij de politie</li>"),
        ("m05-geneste-lijst-2-spaties.md", "<li>bij CoMensha</li></ul></li><li>Opvang</li></ul>"),
        ("m05-geneste-lijst-2-spaties.md", "<ol><li>eerst<ul><li>a</li></ul></li><li>daarna</li></ol>"),
        ("m06-mailadres-in-haken.md", '<a href="mailto:info@voorbeeldstad.nl">info@voorbeeldstad.nl</a> en bel'),
        ("m07-voetnoot.md", '<sup id="fnref-2"><a href="#fn-2">2</a></sup>'),
        ("m07-voetnoot.md", '<li id="fn-2"><p>Artikel 273f Sr.'),
        ("m13-tabel-breed.md", "<td>Melden | doorgeven</td><td>politie<br>OM</td><td>24 uur</td>"),
        ("m13-tabel-breed.md", "<td><code>a|b</code></td>"),
        ("m16-datum-nederlands.md", "24 november 2026"),
        ("m18-markdown-ext.markdown", "<p>Tekst.</p>"),
        ("m18b-hoofdletters.MD", "<p>Tekst.</p>"),
        ("m22-puntjes-einde.md", "<p>Tekst na puntjes.</p>"),
    ],
)  # fmt: skip
def test_a_file_as_people_make_it(folder: Path, name: str, words: str) -> None:
    assert re.sub(r"\s+<", "<", words) in re.sub(r"\s+<", "<", imported(folder, name))


def test_a_title_of_signs_is_escaped_once(folder: Path) -> None:
    shutil.copy(CASES / "m20-emoji-titel.md", folder)
    call_command("import_markdown", folder, publish=True)
    assert "🚨 Signalen &amp; rode vlaggen: &lt;wat&gt; nu? 😀</h1>" in shown(Hulpmiddel.objects.get())


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [("m15-titel-dubbelepunt.md", 2, "aanhalingstekens"), ("m23-tab-in-yaml.md", 6, "Gebruik spaties")],
)
def test_what_is_no_yaml_says_what_to_do(
    folder: Path, name: str, line: int, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(CASES / name, folder)
    with pytest.raises(CommandError):
        call_command("import_markdown", folder)
    said = capsys.readouterr().err
    assert f"{name}:{line}: " in said
    assert reason in said


@pytest.mark.parametrize("order", ["source first", "target first", "in two runs", "target in the first run"])
def test_a_link_to_a_file_is_one_to_its_page(folder: Path, order: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["m09-link-naar-ander-bestand.md", "m10-doel.md"]
    if order in ("in two runs", "target in the first run"):
        shutil.copy(CASES / names[order.startswith("target")], folder)
        call_command("import_markdown", folder, publish=True)
        if order.startswith("target"):
            (folder / names[1]).unlink()
    for name in names[: 1 if order.startswith("target in") else 2]:
        renamed = "z-bron.md" if order == "target first" and name == names[0] else name
        shutil.copy(CASES / name, folder / renamed)
    capsys.readouterr()
    call_command("import_markdown", folder, publish=True)
    source, target = Hulpmiddel.objects.get(title="Proef link"), Hulpmiddel.objects.get(title="Doel van de link")
    said = capsys.readouterr().err
    assert ("../img/x%20y.png" in said) == (order != "in two runs")  # said before
    assert "m10-doel" not in said
    assert f'<a linktype="page" id="{target.pk}">de meldroute</a>' in str(source.inhoud.raw_data[0])
    target.slug = "elders"
    target.save_revision().publish()
    html = shown(source)
    assert '<a href="/hulpmiddelen/elders/">de meldroute</a>' in html.replace(
        section("hulpmiddel").get_url(), "/hulpmiddelen/"
    )
    assert f'<a href="/pagina/{target.translation_key}/#deel">deel 2</a>' in html
    assert "en plaatje." in html
    before = Revision.objects.count()
    call_command("import_markdown", folder, publish=True)
    assert Revision.objects.count() == before


def test_links_in_a_table_by_name_with_another_slug_and_from_below(folder: Path) -> None:
    write(
        folder,
        "a/bron.md",
        "| a |\n|---|\n| [x](../doel.md) [y][doel] [z](doel%20twee.md) |\n\n## Kop\n\n[doel]: ../doel.md\n",
    )
    write(folder, "doel.md", "Tekst.").write_text(
        HEAD.format(title="doel").replace("vorm", "slug: anders\nkey: k\nvorm") + "T\n"
    )
    write(folder, "a/doel twee.markdown", "Tekst.", "Twee").rename(folder / "a" / "doel twee.md")
    call_command("import_markdown", folder, publish=True)
    target, two = Hulpmiddel.objects.get(title="doel"), Hulpmiddel.objects.get(title="Twee")
    html = shown(Hulpmiddel.objects.get(title="bron"))
    address = f"/pagina/{target.translation_key}/"
    assert f'<a href="{address}">x</a><a href="{address}">y</a>' in html
    assert f'<a href="/pagina/{two.translation_key}/">z</a>' in html
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, target.get_url())


def test_a_link_to_nothing_is_named_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(folder, "a.md", "Tekst.\n\n[weg](weg.md) [kapot](b.md)\n\n[buiten](../../x.md) `[code](y.md)`")
    write(folder, "b.md", "Tekst.").write_text("Geen front matter.\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_markdown", folder, publish=True)
    said = capsys.readouterr().err
    begin = source.read_text(encoding="utf-8").split("\n").index("[weg](weg.md) [kapot](b.md)") + 1
    for line, target in ((begin, "weg.md"), (begin, "b.md"), (begin + 2, "../../x.md")):
        assert f"{source}:{line}: let op: Deze link leidt naar niets: van “{target}”" in said
    assert "y.md" not in said
    assert 'href="b.md"' not in shown(Hulpmiddel.objects.get())
    capsys.readouterr()
    (folder / "b.md").write_text(HEAD.format(title="b") + "Tekst.\n", encoding="utf-8")
    call_command("import_markdown", folder, publish=True, dry_run=True)
    assert "b.md" not in capsys.readouterr().err


def test_an_editor_keeps_what_a_link_would_change(folder: Path) -> None:
    write(folder, "a.md", "[b](b.md)")
    call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    page.samenvatting = "Van een redacteur."
    page.save_revision()
    write(folder, "b.md", "Tekst.")
    call_command("import_markdown", folder, publish=True)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().samenvatting == "Van een redacteur."


def test_notes_and_named_addresses_stand_with_the_part_that_uses_them(folder: Path) -> None:
    body = (
        "A.[^1]\n\n## Twee\n\nB.[^2] [x][y]\n\n## Drie\n\nC.\n\n"
        "[^1]: Een.\n[^2]: Twee,\n    verder.\n[^3]: Van niemand.\n[y]: https://a.nl/"
    )
    found = blocks(read(write(folder, "a.md", body), folder))
    texts = [block["value"] for block in found if block["type"] != "heading"]
    assert [re.sub(r"\n+", "\n", str(text)) for text in texts] == [
        "A.[^1]\n[^1]: Een.",
        "B.[^2] [x][y]\n[^2]: Twee,\n    verder.\n[y]: https://a.nl/",
        "C.\n[^3]: Van niemand.",
    ]


def test_words_between_angles_and_examples_of_code_are_kept(folder: Path) -> None:
    body = (
        "Vul <naam gemeente> in en <object>. `<div>` <b>vet</b> <div>blok</div>\n\n<script>weg()</script> <!-- stil -->"
    )
    file = read(write(folder, "a.md", body), folder)
    (block,) = blocks(file)
    assert block["value"].strip() == "Vul <naam gemeente> in en <object>. `<div>` vet blok"
    assert [reason.split(" ")[1] for _, reason in left_out(file)] == ["HTML", "commentaar"]


def test_what_is_skipped_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.md", "Tekst.")
    (folder / "notitie.docx").write_bytes(b"x")
    (folder / ".verborgen").write_bytes(b"x")
    (folder / "los.md").symlink_to(folder / "a.md")
    call_command("import_markdown", folder)
    said = capsys.readouterr().err
    assert f"{folder / 'notitie.docx'}: overgeslagen" in said
    assert f"{folder / 'los.md'}: overgeslagen" in said
    assert "verborgen" not in said


def test_front_matter_is_read_by_the_field(folder: Path) -> None:
    path = write(folder, "a.md", "Tekst.")
    head = "---\ntitle: 2026\ntype: handreiking\nversie: 1.10\ndate: 1-3-2026\nis_voorbeeld: J\ntags: [2024, ja]\n---\n"
    path.write_text(head, encoding="utf-8")
    call_command("import_markdown", folder)
    page = Handreiking.objects.get()
    assert (page.title, page.versie, page.versiedatum.edtf, page.is_voorbeeld) == ("2026", "1.10", "2026-03-01", True)
    assert {tag.name for tag in page.tags.all()} == {"2024", "ja"}
    path.write_text(head.replace("J\n", "misschien\n"), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_markdown", folder)


@pytest.mark.parametrize("text", ["31-02-2026", "gisteren", "", "2026", "1-3-26"])
def test_no_date_is_guessed(text: str) -> None:
    with pytest.raises(BadFile):
        as_date(text, 1, "date")


def test_neither_yes_nor_no_is_an_error() -> None:
    assert [as_yes_or_no(word, 1, "x") for word in ("ja", "True", "nee", "")] == [True, True, False, False]
    with pytest.raises(BadFile):
        as_yes_or_no("misschien", 1, "x")


def test_a_line_end_in_a_cell_parts_words_for_search() -> None:
    block = BodyBlock().child_blocks["markdown"]
    assert block.get_searchable_content("| politie<br>OM |") == ["| politie OM |"]


def test_an_address_of_what_a_reader_may_not_see_tells_nothing(client: Client) -> None:
    page = HandreikingFactory(title="Stil", slug="geheim-adres")
    page.unpublish()
    answer = client.get(f"/pagina/{page.translation_key}/")
    assert (answer.status_code, b"geheim-adres" in answer.content) == (404, False)
    assert not Nieuws.objects.exists()
