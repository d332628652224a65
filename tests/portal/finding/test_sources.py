"""What the portal tells search, and when."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.finding.sources import AanbevelingSource, BegripSource, BegripVocabulary, PaginaSource
from portal.models import Pagina
from portal.running.bulk_load import fill_indexes
from portal.visibility import anonymous, audience_for
from search.types import SearchDocument
from tests.factories.paginas import HandreikingFactory, OrganisatieFactory, RapportFactory, StandaardpaginaFactory
from tests.factories.records import (
    AanbevelingFactory,
    AlternatieveTermFactory,
    BegripFactory,
    BestandFactory,
    BijlageFactory,
    close,
    closed_collection,
)

pytestmark = pytest.mark.django_db
PAGES = PaginaSource()


def document_of(page: Pagina) -> SearchDocument | None:
    return next(iter(PAGES.documents([str(page.translation_key)])), None)


def key(page: Pagina) -> tuple[str, str]:
    return ("pagina", str(page.translation_key))


def test_open_and_closed_text_are_apart() -> None:
    closed = ("ketenpartners", [{"type": "tekst", "value": "<p>geheim</p>"}])
    page = HandreikingFactory(inhoud=[("tekst", "<p>zichtbaar</p>"), closed])
    document = document_of(page)
    assert document is not None
    assert "zichtbaar" in document.body
    assert "geheim" not in document.body
    assert document.body_closed.strip() == "geheim"


def test_a_draft_has_no_document_and_a_restricted_page_names_its_groups() -> None:
    assert document_of(HandreikingFactory(live=False)) is None
    page = HandreikingFactory()
    close(page)
    document = document_of(page)
    assert document is not None
    assert "openbaar" not in document.readers
    assert document.readers


@pytest.mark.parametrize("object_id", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_id_has_no_document(object_id: str) -> None:
    assert [list(source.documents([object_id])) for source in (PAGES, BegripSource(), AanbevelingSource())] == [[]] * 3


def test_an_expired_page_is_not_visible_without_any_command() -> None:
    page = HandreikingFactory(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert PAGES.visible_ids(audience_for(anonymous()), [str(page.translation_key)]) == set()


def test_a_change_reaches_every_document_that_shows_it() -> None:
    begrip, organisatie, document = BegripFactory(), OrganisatieFactory(), BestandFactory()
    page = HandreikingFactory(begrippen=[begrip], organisaties=[organisatie])
    bijlage = BijlageFactory(pagina=page, document=document)
    for changed in (page, begrip, document, bijlage):
        assert key(page) in PAGES.affected(changed, None)
    section = StandaardpaginaFactory()
    child = StandaardpaginaFactory(parent=section)
    assert key(child) in PAGES.affected(PageViewRestriction(page=section), None)
    assert key(page) in PAGES.affected(PageViewRestriction(page=organisatie), None)


def test_an_attachment_in_a_closed_collection_is_for_closed_audiences() -> None:
    page = HandreikingFactory()
    BijlageFactory(pagina=page, document=BestandFactory(collection=closed_collection()))
    document = document_of(page)
    assert document is not None
    assert [attachment.closed for attachment in document.attachments] == [True]


def test_closing_a_collection_reaches_the_documents_that_hold_the_text_of_its_files() -> None:
    page, collection = HandreikingFactory(), closed_collection()
    BijlageFactory(pagina=page, document=BestandFactory(collection=collection))
    (restriction,) = collection.view_restrictions.all()
    assert PAGES.affected(restriction, None) == {key(page)}


def filled(number: int) -> Pagina:
    """A page with something in every relation and every kind of reference in its body."""
    begrip = BegripFactory(term=f"begrip-{number}")
    uitgever = OrganisatieFactory(title=f"uitgever-{number}")
    closed = ("ketenpartners", [{"type": "tekst", "value": f"<p>dicht-{number}</p>"}])
    link = {"titel": f"link-{number}", "pagina": uitgever, "url": "", "toelichting": ""}
    page = HandreikingFactory(
        begrippen=[begrip],
        organisaties=[OrganisatieFactory(title=f"genoemd-{number}")],
        uitgever=uitgever,
        inhoud=[
            ("tekst", f"<p>open-{number}</p>"),
            closed,
            ("links", {"titel": "", "links": [link]}),
            ("contact", {"organisatie": uitgever, "functie": f"team-{number}"}),
        ],
    )
    page.tags.add(f"tag-{number}")
    page.save()
    BijlageFactory(pagina=page, document=BestandFactory(content=f"bijlage-{number}"))
    BijlageFactory(pagina=page, document=BestandFactory(collection=closed_collection()))
    return page


def test_documents_that_are_read_together_hold_their_own_words_only() -> None:
    pages = [filled(number) for number in range(3)]
    found = {document.object_id: document for document in PAGES.documents([key(page)[1] for page in pages])}
    for number, page in enumerate(pages):
        document = found[key(page)[1]]
        assert document == document_of(page)
        open_words = f"{document.body} {document.context} {document.meta} {document.attachments}"
        for word in ("begrip", "uitgever", "genoemd", "open", "link", "team", "tag", "bijlage"):
            assert re.findall(rf"\b{word}-\d", open_words) in ([f"{word}-{number}"], [f"{word}-{number}"] * 2)
        assert document.body_closed.strip() == f"dicht-{number}"
        assert "dicht" not in open_words
        assert [attachment.closed for attachment in document.attachments] == [False, True]


def test_many_documents_cost_as_many_queries_as_one() -> None:
    pages = [filled(number) for number in range(8)]
    rows = [AanbevelingFactory(rapport=RapportFactory(), gegeven_door=OrganisatieFactory()) for _ in range(8)]
    begrippen = [AlternatieveTermFactory().begrip for _ in range(8)]
    for source, ids in (
        (PAGES, [key(page)[1] for page in pages]),
        (AanbevelingSource(), [str(row.uuid) for row in rows]),
        (BegripSource(), [str(begrip.uuid) for begrip in begrippen]),
    ):
        asked = []
        for amount in (1, 8):
            list(source.documents(ids[:amount]))
            with CaptureQueriesContext(connection) as captured:
                assert len(list(source.documents(ids[:amount]))) == amount
            asked.append(len(captured))
        assert asked[0] == asked[1] <= 15, source.name


def test_a_recommendation_is_as_closed_as_its_report() -> None:
    row = AanbevelingFactory()
    source = AanbevelingSource()
    assert source.visible_ids(audience_for(anonymous()), [str(row.uuid)]) == {str(row.uuid)}
    close(row.rapport)
    assert source.visible_ids(audience_for(anonymous()), [str(row.uuid)]) == set()


def test_ids_walk_once_past_everything() -> None:
    made = {str(HandreikingFactory().translation_key) for _ in range(5)}
    seen: list[str] = []
    while batch := PAGES.ids(seen[-1] if seen else "", 2):
        seen += batch
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


def test_after_a_load_the_database_plans_for_what_is_there() -> None:
    keys = [HandreikingFactory().translation_key for _ in range(5)]
    fill_indexes()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'wagtailcore_page'")
            assert cursor.fetchone() == (Page.objects.count(),)
    else:
        # SQLite would keep the number of today, and read every page of a portal that has grown.
        plan = Page.objects.filter(translation_key__in=keys).order_by().explain()
        assert "SEARCH" in plan
        assert "SCAN" not in plan


def test_the_vocabulary_gives_other_words_and_abbreviations() -> None:
    begrip = BegripFactory(term="Nederlandse Arbeidsinspectie", afkorting="NLA")
    AlternatieveTermFactory(begrip=begrip, term="Inspectie SZW", soort="vroegere_naam")
    term = next(t for t in BegripVocabulary().terms() if t.label == begrip.term)
    assert term.alternatives == ("Inspectie SZW",)
    assert term.acronyms == ("NLA",)
