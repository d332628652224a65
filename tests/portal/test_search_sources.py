"""What the portal tells search, and when."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.models import Pagina
from portal.search_sources import AanbevelingSource, BegripSource, BegripVocabulary, PaginaSource
from portal.visibility import anonymous, audience_for
from tests.factories.paginas import HandreikingFactory, OrganisatieFactory, StandaardpaginaFactory
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


def key(page: Pagina) -> tuple[str, str]:
    return ("pagina", str(page.translation_key))


def test_open_and_closed_text_are_apart() -> None:
    closed = ("ketenpartners", [{"type": "tekst", "value": "<p>geheim</p>"}])
    page = HandreikingFactory(inhoud=[("tekst", "<p>zichtbaar</p>"), closed])
    document = PAGES.document(str(page.translation_key))
    assert document is not None
    assert "zichtbaar" in document.body
    assert "geheim" not in document.body
    assert document.body_closed.strip() == "geheim"


def test_a_draft_has_no_document_and_a_restricted_page_names_its_groups() -> None:
    assert PAGES.document(str(HandreikingFactory(live=False).translation_key)) is None
    page = HandreikingFactory()
    close(page)
    document = PAGES.document(str(page.translation_key))
    assert document is not None
    assert "openbaar" not in document.readers
    assert document.readers


@pytest.mark.parametrize("object_id", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_id_has_no_document(object_id: str) -> None:
    assert [source.document(object_id) for source in (PAGES, BegripSource(), AanbevelingSource())] == [None] * 3


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
    document = PAGES.document(str(page.translation_key))
    assert document is not None
    assert [attachment.closed for attachment in document.attachments] == [True]


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


def test_the_vocabulary_gives_other_words_and_abbreviations() -> None:
    begrip = BegripFactory(term="Nederlandse Arbeidsinspectie", afkorting="NLA")
    AlternatieveTermFactory(begrip=begrip, term="Inspectie SZW", soort="vroegere_naam")
    term = next(t for t in BegripVocabulary().terms() if t.label == begrip.term)
    assert term.alternatives == ("Inspectie SZW",)
    assert term.acronyms == ("NLA",)
