"""A folder of Markdown becomes pages, the same pages however often; what is wrong is named with its line."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from portal.importing.markdown_body import blocks
from portal.importing.markdown_files import BadFile, read
from portal.models import (
    AlternatieveTerm,
    Begrip,
    Handreiking,
    Home,
    Hulpmiddel,
    Nieuws,
    Organisatie,
    Overzicht,
    Wijziging,
)

pytestmark = pytest.mark.django_db

GOOD = """---
title: Meldroute voor de balie
type: hulpmiddel
vorm: checklist
samenvatting: In vier stappen van signaal naar melding.
begrippen:
  - signalering
  - AVIM
tags: [balie, melden]
date: 2026-03-01
organisation: Stichting Voorbeeld
---

# Meldroute voor de balie

Een **vaste** route, zie [de site](https://example.org/).

## Stap een

| wie | wat |
|---|---|
| balie | belt |

### Klein

- een
- twee
"""


@pytest.fixture
def home() -> Home:
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Home(title="Home", slug="voordeur", kopregel="Welkom"))
    for soort, title in (("handreiking", "Handreikingen"), ("hulpmiddel", "Toolkit"), ("nieuws", "Nieuws")):
        home.add_child(instance=Overzicht(title=title, slug=title.lower(), toont=soort))
    home.add_child(
        instance=Organisatie(title="Stichting Voorbeeld", slug="stichting-voorbeeld", organisatiesoort="overig")
    )
    Begrip.objects.create(schema="fase", term="signalering", slug="signalering")
    avim = Begrip.objects.create(schema="algemeen", term="vreemdelingenpolitie", slug="vreemdelingenpolitie")
    AlternatieveTerm.objects.create(begrip=avim, term="AVIM", soort="afkorting")
    return home


@pytest.fixture
def folder(tmp_path: Path, home: Home) -> Path:
    (tmp_path / "toolkit").mkdir()
    (tmp_path / "toolkit" / "balie.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


def write(folder: Path, name: str, head: str, body: str = "Tekst.") -> Path:
    path = folder / name
    path.write_text(f"---\n{head}\n---\n{body}\n", encoding="utf-8")
    return path


def test_a_file_becomes_a_draft_with_everything_it_says(folder: Path) -> None:
    call_command("import_markdown", folder)
    page = Hulpmiddel.objects.get()
    assert (page.title, page.slug, page.live, page.vorm) == (
        "Meldroute voor de balie", "toolkit-balie", False, "checklist",
    )  # fmt: skip
    assert page.get_parent().slug == "toolkit"
    assert {b.slug for b in page.begrippen.all()} == {"signalering", "vreemdelingenpolitie"}
    assert {tag.name for tag in page.tags.all()} == {"balie", "melden"}
    assert [o.title for o in page.organisaties.all()] == ["Stichting Voorbeeld"]
    assert str(page.getoetst_op) == "2026-03-01"
    assert [block.block_type for block in page.inhoud] == ["tekst", "heading", "markdown", "heading", "tekst"]
    assert page.inhoud[3].value["level"] == "h3"
    assert "<b>vaste</b>" in page.inhoud[0].value.source
    assert not Wijziging.objects.exists()


def test_twice_gives_the_same_page_and_no_new_revision(folder: Path) -> None:
    for _ in range(2):
        call_command("import_markdown", folder)
    assert Hulpmiddel.objects.count() == 1
    assert Revision.objects.filter(object_id=str(Hulpmiddel.objects.get().pk)).count() == 1


def test_publish_puts_it_on_the_site_and_tells_it_once(folder: Path) -> None:
    call_command("import_markdown", folder)
    for _ in range(2):
        call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    assert page.live
    assert [change.soort for change in Wijziging.objects.all()] == ["nieuw"]


def test_a_changed_file_updates_the_page_where_it_now_stands(folder: Path) -> None:
    call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    page.slug = "ander-adres"
    page.save_revision().publish()
    (folder / "toolkit" / "balie.md").write_text(GOOD.replace("In vier stappen", "In drie stappen"), encoding="utf-8")
    call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    assert (page.slug, page.samenvatting) == ("ander-adres", "In drie stappen van signaal naar melding.")


def test_an_unchanged_file_leaves_the_work_of_an_editor_alone(folder: Path) -> None:
    call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    page.samenvatting = "Door een redacteur geschreven."
    page.save_revision()
    call_command("import_markdown", folder, publish=True)
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().samenvatting == "Door een redacteur geschreven."


def test_a_page_that_was_taken_off_the_site_stays_off(folder: Path) -> None:
    call_command("import_markdown", folder, publish=True)
    Hulpmiddel.objects.get().unpublish()
    (folder / "toolkit" / "balie.md").write_text(GOOD.replace("In vier", "In vijf"), encoding="utf-8")
    for _ in range(2):
        call_command("import_markdown", folder, publish=True)
    page = Hulpmiddel.objects.get()
    assert not page.live
    assert page.get_latest_revision_as_object().samenvatting.startswith("In vijf")


def test_a_trial_keeps_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_markdown", folder, publish=True, dry_run=True)
    assert not Hulpmiddel.objects.exists()
    assert "gepubliceerd: Meldroute voor de balie" in capsys.readouterr().out


def test_bad_files_are_named_and_the_rest_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [
        (write(folder, "a.md", "title: A\ntype: gedicht"), 3, "Onbekend type"),
        (write(folder, "b.md", "title: B\ntype: nieuws\nbegrippen:\n  - signalering\n  - onzin"), 6, "Geen begrip"),
        (write(folder, "c.md", "title: C\ntype: nieuws\ndate: gisteren"), 4, "geen datum"),
        (write(folder, "d.md", "title: D\n  type: [nieuws"), 3, "geen geldige YAML"),
        (write(folder, "e.md", "title: E\ntype: nieuws\nkleur: rood"), 4, "geen veld"),
        (write(folder, "f.md", "title: F\ntype: hulpmiddel\nvorm: lied"), 4, "vorm"),
        (write(folder, "g.md", "type: nieuws"), 1, "ontbreekt"),
        (write(folder, "h.md", "title: H\ntitle: H\ntype: nieuws"), 3, "twee keer"),
        (write(folder, "i.md", "title: &a I\ntype: *a"), 3, "YAML-verwijzing"),
        (write(folder, "j.md", f"title: J\ntype: nieuws\nsamenvatting: {'x' * 500}"), 4, "samenvatting"),
        (write(folder, "k.md", "title: K\ntype: nieuws", f"Tekst.\n\n## {'x' * 130}"), 7, "langer dan"),
    ]
    raw = folder / "l.md"
    raw.write_bytes(b"---\ntitle: L\ntype: nieuws\n---\n\xff\n")
    (folder / "m.md").write_text("Zonder kop.\n", encoding="utf-8")
    with pytest.raises(CommandError, match="13 van 14"):
        call_command("import_markdown", folder)
    lines = capsys.readouterr().err.splitlines()
    for path, line, reason in [*bad, (raw, 5, "geen UTF-8"), (folder / "m.md", 1, "begint niet met ---")]:
        (found,) = [text for text in lines if text.startswith(f"{path}:")]
        assert found.startswith(f"{path}:{line}: "), found
        assert reason in found
    assert not Nieuws.objects.exists()
    assert Hulpmiddel.objects.count() == 1


def test_two_files_cannot_claim_one_page(folder: Path) -> None:
    for name in ("een.md", "twee.md"):
        write(folder, name, "title: Zelfde\ntype: nieuws\nkey: zelfde")
    with pytest.raises(CommandError, match="1 van 3"):
        call_command("import_markdown", folder)
    assert Nieuws.objects.count() == 1


def test_a_page_of_an_editor_is_never_taken_over(folder: Path) -> None:
    Overzicht.objects.get(slug="nieuws").add_child(instance=Nieuws(title="Van de redactie", slug="bericht"))
    write(folder, "bericht.md", "title: Uit een bestand\ntype: nieuws")
    with pytest.raises(CommandError):
        call_command("import_markdown", folder)
    assert Nieuws.objects.get().title == "Van de redactie"


def test_parent_takes_everything_that_fits(folder: Path, home: Home) -> None:
    home.add_child(instance=Overzicht(title="Lokaal", slug="lokaal", toont="hulpmiddel"))
    write(folder, "hand.md", "title: Past niet\ntype: handreiking")
    with pytest.raises(CommandError, match="1 van 2"):
        call_command("import_markdown", folder, parent="lokaal")
    assert Hulpmiddel.objects.get().get_parent().slug == "lokaal"
    assert not Handreiking.objects.exists()
    with pytest.raises(CommandError, match="Geen pagina"):
        call_command("import_markdown", folder, parent="bestaat-niet")


EVIL = """<script>alert("a1")</script>

Klik [hier](javascript:alert('a2')) of <a href="javascript:alert('a3')" onclick="alert('a4')">daar</a>.

<img src=x onerror=alert('a5')> <iframe src="https://evil.example/a6"></iframe>

| a | b |
|---|---|
| <svg onload=alert('a7')></svg> | [x](JAVASCRIPT:alert('a8')) |

[ref]: javascript:alert('a9')

<https://example.org/goed> en <!-- a10 -->
"""


def test_nothing_unsafe_survives(folder: Path, client) -> None:
    write(folder, "kwaad.md", 'title: "<script>x</script> Kwaad"\ntype: nieuws', EVIL)
    call_command("import_markdown", folder, publish=True)
    page = Nieuws.objects.get()
    stored = str(page.inhoud.get_prep_value() if hasattr(page.inhoud, "get_prep_value") else page.inhoud.raw_data)
    shown = page.inhoud.render_as_block()
    for text in (stored, shown):
        for word in ("<script", "javascript:", "JAVASCRIPT:", "onerror", "onclick", "onload", "<iframe", "<svg", "a10"):
            assert word not in text, (word, text)
    assert "https://example.org/goed" in shown


def test_a_body_splits_at_headings_but_not_inside_code(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "x.md",
        "title: X\ntype: nieuws",
        "Eén\n\nTitel\n=====\n\n```\n# geen kop\n```\n\nOnder\n-----\n\n#### Vier\n\n---\n\nKop *schuin*\n---\n",
    )
    found = blocks(read(path, tmp_path))
    kinds = [(b["type"], b["value"]["text"] if b["type"] == "heading" else "") for b in found]
    assert kinds == [
        ("tekst", ""), ("heading", "Titel"), ("markdown", ""), ("heading", "Onder"), ("markdown", ""),
        ("heading", "Kop schuin"),
    ]  # fmt: skip
    assert found == blocks(read(path, tmp_path))


def test_a_folder_must_exist_and_hold_files(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="geen map"):
        call_command("import_markdown", tmp_path / "weg")
    with pytest.raises(CommandError, match=r"\.md"):
        call_command("import_markdown", tmp_path)


def test_front_matter_must_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("---\ntitle: X\n", encoding="utf-8")
    with pytest.raises(BadFile, match="niet afgesloten"):
        read(path, tmp_path)


def test_an_image_that_stays_behind_is_named_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder, "beeld.md", "title: Beeld\ntype: nieuws", "Tekst.\n\n![Poster](poster.png)\n\n`![code](x)`\n")
    call_command("import_markdown", folder)
    said = [line for line in capsys.readouterr().err.splitlines() if str(path) in line]
    image = path.read_text(encoding="utf-8").split("\n").index("![Poster](poster.png)") + 1
    assert [line.split(": ")[0] for line in said] == [f"{path}:{image}"]
    assert "afbeelding" in said[0]
