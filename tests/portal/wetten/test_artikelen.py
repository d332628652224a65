"""The law as a record: its page, what rests on it, how it is found, and the one action when it changes."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from portal.editing.deletion import reason_to_keep
from portal.finding.sources import PaginaSource
from portal.models import Gebruiker, Wetsartikel, Wijziging
from portal.visibility import anonymous, audience_for
from portal.wetten.artikelen import review_all
from portal.wetten.source import WetsartikelSource
from search import service
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory
from tests.factories.records import WetsartikelFactory
from tests.factories.tracker import OplossingFactory

from .resting import PLACE, resting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("nummer", "artikel", "lid", "naam", "slug", "url"),
    [
        ("BWBR0001854", "273f", "", "artikel 273f Sr", "273f", "https://wetten.overheid.nl/jci1.3:c:BWBR0001854&artikel=273f"),
        ("BWBR0001854", "273f", "3", "artikel 273f, lid 3 Sr", "273f-lid-3", "https://wetten.overheid.nl/jci1.3:c:BWBR0001854&artikel=273f&lid=3"),
        ("BWBR0005537", "5:15", "", "artikel 5:15 Sr", "5-15", "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=5:15"),
        ("BWBR0001854", "240 tot en met 253", "", "artikel 240 tot en met 253 Sr", "240-tot-en-met-253", "https://wetten.overheid.nl/jci1.3:c:BWBR0001854&artikel=240"),
        ("BWBR0012289", "B8/3", "", "B8/3 Sr", "b8-3", "https://wetten.overheid.nl/BWBR0012289"),
        ("32011L0036", "", "", "Sr", "regeling", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32011L0036"),
        ("32016R0679", "6", "", "artikel 6 Sr", "6", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679"),
    ],
)  # fmt: skip
def test_name_address_and_text_follow_from_the_numbers(
    nummer: str, artikel: str, lid: str, naam: str, slug: str, url: str
) -> None:
    row = WetsartikelFactory(nummer=nummer, artikel=artikel, lid=lid)
    row.full_clean()
    assert (row.naam, row.slug, row.wettekst_url) == (naam, slug, url)
    assert row.get_absolute_url() == f"/wetten/{nummer}/{slug}/"


@pytest.mark.parametrize("nummer", ["BWBR123", "bwbr0001854", "36 547", "32011L36", "BWBR0001854\n", "x"])
def test_another_number_is_refused(nummer: str) -> None:
    with pytest.raises(ValidationError) as error:
        WetsartikelFactory.build(nummer=nummer).full_clean()
    assert "nummer" in error.value.message_dict


def test_an_article_is_there_once(artikel: Wetsartikel) -> None:
    with pytest.raises(ValidationError, match="staat er al"):
        WetsartikelFactory.build().full_clean()


def test_the_page_tells_its_names_where_it_stands_and_what_rests_on_it(client: Client, artikel: Wetsartikel) -> None:
    resting(HandreikingFactory(title="Met strafrecht"), artikel)
    resting(OplossingFactory(title="Eén loket", published=True), artikel)
    resting(HandreikingFactory(title="Nog stil"), artikel).unpublish()
    html = client.get(PLACE).content.decode()
    for words in (
        "Artikel 273f Sr",
        "Wetboek van Strafrecht",
        "250ter Sr",
        "Met strafrecht",
        "Eén loket",
        "Handreikingen",
    ):
        assert words in html
    assert artikel.wettekst_url.replace("&", "&amp;") in html
    assert "Nog stil" not in html
    assert PLACE in client.get("/wetten/").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"{PLACE}</loc>" in sitemap
    assert "/wetten/</loc>" in sitemap
    assert client.get("/wetten/BWBR0001854/999/").status_code == 404


@pytest.mark.parametrize("factory", [HandreikingFactory, StandaardpaginaFactory, OplossingFactory])
def test_a_page_names_the_law_that_it_rests_on(client: Client, factory: type, artikel: Wetsartikel) -> None:
    page = resting(factory(), artikel)
    assert f'<a href="{PLACE}">Artikel 273f Sr</a>' in client.get(page.get_url()).content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, artikel: Wetsartikel, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        resting(HandreikingFactory(), artikel)
        WetsartikelFactory(artikel=str(WetsartikelFactory._meta.model.objects.count()))
    client.get(PLACE)
    for place in (PLACE, "/wetten/"):
        with django_assert_max_num_queries(9):
            client.get(place)


def test_its_feed_tells_what_changed_in_what_rests_on_it(client: Client, artikel: Wetsartikel) -> None:
    page = HandreikingFactory(title="Met strafrecht")
    page.wat_veranderde = "Nieuwe straffen verwerkt."
    resting(page, artikel)
    feed = client.get("/feeds/wet/BWBR0001854/273f.rss").content.decode()
    assert "Nieuwe straffen verwerkt." in feed
    assert "/feeds/wet/BWBR0001854/273f.rss" in client.get(PLACE).content.decode()


def test_search_finds_the_article_and_what_rests_on_it(client: Client, artikel: Wetsartikel) -> None:
    resting(HandreikingFactory(title="Met strafrecht"), artikel)
    WetsartikelFactory(nummer="BWBR0005416", citeertitel="Gemeentewet", regeling="Gemeentewet", artikel="172")
    service.rebuild()
    for asked in ("273f Sr", "artikel 273f", "250ter Sr", "BWBR0001854"):
        html = client.get("/zoeken/", {"q": asked}).content.decode()
        assert f'href="{PLACE}' in html.partition('href="/wetten/BWBR0005416')[0], asked
    assert "Met strafrecht" in client.get("/zoeken/", {"q": "273f Sr"}).content.decode()
    assert f'href="{PLACE}' in client.get("/zoeken/", {"soort": "wetsartikel"}).content.decode()


def test_search_hears_of_an_article_and_of_its_pages(artikel: Wetsartikel) -> None:
    page = resting(HandreikingFactory(), artikel)
    assert WetsartikelSource().affected(artikel, None) == {("wetsartikel", str(artikel.uuid))}
    assert ("pagina", str(page.translation_key)) in PaginaSource().affected(artikel, None)
    assert WetsartikelSource().ids("", 10) == [str(artikel.uuid)]
    assert WetsartikelSource().visible_ids(audience_for(anonymous()), [str(artikel.uuid)]) == {str(artikel.uuid)}


def test_one_action_puts_all_that_rests_on_it_under_review(artikel: Wetsartikel, editor: Gebruiker) -> None:
    today, later = timezone.localdate(), timezone.localdate() + datetime.timedelta(days=90)
    clean = resting(HandreikingFactory(toetsen_voor=later), artikel)
    drafted = resting(HandreikingFactory(samenvatting="Zoals het is."), artikel)
    drafted.samenvatting = "Wat nog wacht."
    drafted.save_revision()
    planned = resting(HandreikingFactory(), artikel)
    planned.save_revision(approved_go_live_at=timezone.now() + datetime.timedelta(days=1))
    due = resting(HandreikingFactory(toetsen_voor=today - datetime.timedelta(days=1)), artikel)
    other = HandreikingFactory(toetsen_voor=later)
    told = Wijziging.objects.count()
    assert review_all(artikel, door=editor) == 3
    assert review_all(artikel, door=editor) == 0
    for page in (clean, drafted, planned):
        page.refresh_from_db()
        assert page.toetsen_voor == today
        assert page.get_latest_revision_as_object().toetsen_voor == today
        assert PageLogEntry.objects.filter(page=page.pk, action="portal.toetsen", user=editor).count() == 1
    assert (clean.has_unpublished_changes, clean.live_revision_id) == (False, clean.latest_revision_id)
    assert (drafted.samenvatting, drafted.has_unpublished_changes) == ("Zoals het is.", True)
    waiting = Revision.page_revisions.get(approved_go_live_at__isnull=False)
    assert waiting.content["toetsen_voor"] == today.isoformat()
    drafted.latest_revision.publish()
    drafted.refresh_from_db()
    assert (drafted.samenvatting, drafted.toetsen_voor) == ("Wat nog wacht.", today)
    for page, date in ((due, today - datetime.timedelta(days=1)), (other, later)):
        page.refresh_from_db()
        assert page.toetsen_voor == date
    assert Wijziging.objects.count() == told


def test_the_action_asks_first_and_only_who_may(client: Client, artikel: Wetsartikel, editor: Gebruiker) -> None:
    page = resting(HandreikingFactory(title="Met strafrecht"), artikel)
    viewset = Wetsartikel.snippet_viewset
    url = reverse(viewset.get_url_name("toetsen"), args=[artikel.pk])
    assert client.post(url).status_code == 302
    assert "/account/login" in client.post(url)["Location"] or "/admin/login" in client.post(url)["Location"]
    client.force_login(editor)
    edit = reverse(viewset.get_url_name("edit"), args=[artikel.pk])
    assert url in client.get(edit).content.decode()
    asked = client.get(url).content.decode()
    assert "Met strafrecht" in asked
    page.refresh_from_db()
    assert page.toetsen_voor is None
    answer = client.post(url, follow=True).content.decode()
    assert "1 tekst staat nu open om opnieuw te toetsen" in answer
    page.refresh_from_db()
    assert page.toetsen_voor == timezone.localdate()
    assert "Er is niets te doen" in client.get(url).content.decode()
    stranger = Gebruiker.objects.create_user("lezer", "lezer@voorbeeld.test", "x")
    client.force_login(stranger)
    assert client.post(url).status_code in (302, 403)


def test_an_editor_chooses_and_makes_articles(client: Client, artikel: Wetsartikel, editor: Gebruiker) -> None:
    page = resting(HandreikingFactory(), artikel)
    client.force_login(editor)
    assert "artikel 273f Sr" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    chooser = Wetsartikel.snippet_viewset.chooser_viewset
    assert "273f" in client.get(reverse(chooser.get_url_name("choose_results")), {"q": "273f"}).content.decode()
    made = client.post(
        reverse(chooser.get_url_name("create")),
        {
            "regeling": "Gemeentewet",
            "citeertitel": "Gemeentewet",
            "nummer": "BWBR0005416",
            "artikel": "172",
        },
    )
    assert made.status_code == 200
    assert Wetsartikel.objects.get(nummer="BWBR0005416").naam == "artikel 172 Gemeentewet"


def test_an_article_that_is_there_is_a_message_in_the_admin(
    client: Client, artikel: Wetsartikel, editor: Gebruiker
) -> None:
    client.force_login(editor)
    values = {"regeling": "Wetboek van Strafrecht", "citeertitel": "Sr", "nummer": "BWBR0001854", "artikel": "273f"}
    url = reverse(Wetsartikel.snippet_viewset.get_url_name("add"))
    assert "staat er al" in client.post(url, values).content.decode()
    assert client.post(url, values | {"lid": "1"}).status_code == 302


def test_an_article_that_something_rests_on_is_kept(artikel: Wetsartikel) -> None:
    free = WetsartikelFactory(artikel="273g")
    resting(HandreikingFactory(title="Met strafrecht"), artikel)
    assert "Met strafrecht" in reason_to_keep(artikel)
    assert reason_to_keep(free) == ""
