"""Markdown is rendered at publication and kept; readers look it up, and new rules find nothing old."""

import pytest
from django.test import Client

from portal.markdown import markup, rendered
from portal.models import GerenderdeTekst, Handreiking
from tests.factories.paginas import HandreikingFactory

pytestmark = pytest.mark.django_db
TEXT = "## Melden\n\nBel *eerst*.\n\n| a | b |\n|---|---|\n| 1 | 2 |"


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered, "_remembered", {})
    markup.render_markdown.cache_clear()


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were rendered."""
    asked: list[str] = []
    render = markup.render_markdown

    def counting(text: str) -> markup.Rendered:
        asked.append(text)
        return render(text)

    monkeypatch.setattr(markup, "render_markdown", counting)
    return asked


def published(*texts: str) -> Handreiking:
    page = HandreikingFactory()
    page.inhoud = [("markdown", text) for text in texts]
    page.save_revision().publish()
    return page


def test_a_publication_keeps_the_html_and_readers_do_not_render(
    client: Client, renderer: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = published(TEXT, "Tweede *tekst*.")
    assert renderer == [TEXT, "Tweede *tekst*."]
    assert GerenderdeTekst.objects.count() == 2
    monkeypatch.setattr(rendered, "_remembered", {})
    for _ in range(2):
        answer = client.get(page.get_url()).content.decode()
        assert "<em>eerst</em>" in answer
        assert "<em>tekst</em>" in answer
    assert len(renderer) == 2


def test_all_texts_of_a_page_are_one_query_and_then_none(django_assert_num_queries, renderer: list[str]) -> None:
    texts = [f"Tekst *{number}*" for number in range(20)]
    rendered.keep(texts)
    with django_assert_num_queries(1):
        assert rendered.html_of_all(texts)[19] == "<p>Tekst <em>19</em></p>"
    with django_assert_num_queries(0):
        rendered.html_of_all(texts)
        rendered.html_of(texts[3])
    assert len(renderer) == 20


def test_a_reader_of_what_is_not_kept_writes_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert rendered.html_of("*nieuw*") == "<p><em>nieuw</em></p>"
    assert not GerenderdeTekst.objects.exists()


def test_other_rules_find_nothing_old_and_the_worker_renders_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    published(TEXT)
    GerenderdeTekst.objects.update(html="<p>van de oude regels</p>")
    assert rendered.html_of(TEXT) == "<p>van de oude regels</p>"
    monkeypatch.setattr(rendered, "VERSION", b"andere regels")
    assert "<em>eerst</em>" in rendered.html_of(TEXT)
    rendered.keep_all()
    kept = GerenderdeTekst.objects.get()
    assert (kept.pk, "<em>eerst</em>" in kept.html) == (rendered.key_of(TEXT), True)


def test_the_worker_keeps_what_pages_hold_and_drops_the_rest() -> None:
    page = published("een", "twee")
    GerenderdeTekst.objects.all().delete()
    rendered.keep(["van niemand"])
    page.refresh_from_db()
    rendered.keep_all()
    kept = set(GerenderdeTekst.objects.values_list("pk", flat=True))
    assert kept == {rendered.key_of("een"), rendered.key_of("twee")}


def test_what_is_kept_is_clean() -> None:
    rendered.keep(["<script>alert(1)</script>[x](javascript:alert(1))"])
    html = GerenderdeTekst.objects.get().html
    assert "script" not in html


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered, "MOST_REMEMBERED", 1_000)
    for number in range(100):
        rendered.html_of(f"{number} {'x' * 100}")
    assert sum(map(len, rendered._remembered.values())) <= 1_000


def test_an_existing_text_that_is_too_much_shows_its_words(client: Client) -> None:
    page = published("Eerste regel\n" + "[" * 6_000)
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    assert f"<p>Eerste regel<br>{'[' * 6_000}</p>" in answer.content.decode()
