"""The tracker is found, also through its relations, and never through what the finder may not know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.visibility import anonymous, audience_for, reader_for
from proeftuinen.finding import documents as search_documents
from proeftuinen.finding.sources import TrackerSource
from search.types import SearchDocument
from tests.proeftuinen.builders import Tracker, day


@pytest.fixture
def source() -> TrackerSource:
    return TrackerSource()


def document_of(source: TrackerSource, object_id: str) -> SearchDocument | None:
    return next(iter(source.documents([object_id])), None)


def key(page) -> tuple[str, str]:
    return "tracker", str(page.translation_key)


def test_a_knelpunt_is_found_by_the_place_where_it_occurs(tracker: Tracker, source: TrackerSource) -> None:
    vorm = tracker.begrip("arbeidsuitbuiting", "vorm")
    place = tracker.proeftuin("Kijken in kassen", gemeente=tracker.gemeente("Alkmaar"), begrippen=[vorm])
    knelpunt = tracker.knelpunt("Geen bed")
    tracker.waarneming(knelpunt, place)
    document = document_of(source, key(knelpunt)[1])
    assert document is not None
    assert {"Alkmaar", "arbeidsuitbuiting"} <= set(document.context.split())
    assert "Kijken in kassen" in document.context
    assert document.facets["status"] == ("gesignaleerd",)
    assert document.facets["niveau"] == ("lokaal",)
    assert document.facets["regio"] == ("noord-holland",)
    assert document.meta["status"] == "gesignaleerd"


def test_words_of_what_is_closed_do_not_help_to_find_what_is_open(tracker: Tracker, source: TrackerSource) -> None:
    place, knelpunt, oplossing = (
        tracker.proeftuin("Geheimstad"),
        tracker.knelpunt("Geen bed"),
        tracker.oplossing("Noodbed"),
    )
    tracker.waarneming(knelpunt, place)
    tracker.toepassing(knelpunt, oplossing, place, toelichting="Vertrouwelijk verslag.")
    tracker.close(place)
    for page in (knelpunt, oplossing):
        document = document_of(source, key(page)[1])
        assert document is not None
        assert "Geheimstad" not in document.context
        assert "Vertrouwelijk" not in document.context
        assert "resultaat" not in document.facets
    closed = document_of(source, key(place)[1])
    assert closed is not None
    assert "openbaar" not in closed.readers
    assert "Vertrouwelijk" in closed.context
    ids = [key(page)[1] for page in (place, knelpunt)]
    assert source.visible_ids(audience_for(anonymous()), ids) == {ids[1]}
    assert source.visible_ids(audience_for(reader_for(tracker.ketenpartner())), ids) == set(ids)


def test_what_changes_is_told_to_every_document_that_it_touches(tracker: Tracker, source: TrackerSource) -> None:
    knelpunt, oplossing, place, other = (
        tracker.knelpunt(),
        tracker.oplossing(),
        tracker.proeftuin(),
        tracker.proeftuin(),
    )
    row = tracker.toepassing(knelpunt, oplossing, place)
    seen = tracker.waarneming(knelpunt, other)
    assert source.affected(row, {"proeftuin_id": other.pk}) == {key(p) for p in (knelpunt, oplossing, place, other)}
    assert source.affected(seen, None) == {key(knelpunt), key(other)}
    assert source.affected(knelpunt, None) == {key(p) for p in (knelpunt, oplossing, place, other)}
    assert source.affected(knelpunt.stappen.get(), None) == {key(knelpunt)}
    tracker.close(place)
    (restriction,) = place.view_restrictions.all()
    assert source.affected(restriction, None) >= {key(place), key(knelpunt), key(oplossing)}


def test_drafts_have_no_document_and_ids_walk_in_order(tracker: Tracker, source: TrackerSource) -> None:
    draft = tracker.knelpunt(live=False)
    assert document_of(source, key(draft)[1]) is None
    assert document_of(source, "geen-uuid") is None
    pages = [tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin()]
    everything = sorted(key(page)[1] for page in pages)
    assert source.ids("", 10) == everything
    assert source.ids(everything[0], 1) == everything[1:2]


def test_many_records_cost_as_many_queries_as_one_of_each_kind(tracker: Tracker, source: TrackerSource) -> None:
    vorm = tracker.begrip("arbeidsuitbuiting", "vorm")
    ids = []
    for number in range(6):
        place = tracker.proeftuin(f"Plaats {number}", gemeente=tracker.gemeente("Alkmaar"), begrippen=[vorm])
        knelpunt, oplossing = tracker.knelpunt(f"Knel {number}"), tracker.oplossing(f"Uitweg {number}")
        tracker.toepassing(knelpunt, oplossing, place, toelichting=f"Uitleg {number}.")
        tracker.waarneming(knelpunt, place)
        ids += [key(page)[1] for page in (place, knelpunt, oplossing)]
    asked = []
    list(source.documents(ids[:3]))
    for wanted in (ids[:3], ids):
        with CaptureQueriesContext(connection) as captured:
            found = {document.object_id: document for document in source.documents(wanted)}
        asked.append(len(captured))
        assert len(found) == len(wanted)
    assert asked[0] == asked[1] <= 30
    for number in range(6):
        for object_id in ids[number * 3 : number * 3 + 3]:
            context = found[object_id].context
            assert f"Uitleg {number}." in context
            assert not any(f"Uitleg {other}." in context for other in range(6) if other != number)
            assert found[object_id] == document_of(source, object_id)


def test_a_record_that_much_is_tied_to_tells_of_the_latest(
    tracker: Tracker, source: TrackerSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_documents, "MOST_RELATED", 2)
    knelpunten = [tracker.knelpunt("Vaak"), tracker.knelpunt("Ook vaak")]
    for number in range(3):
        for knelpunt in knelpunten:
            day_of = {"datum": day(f"2026-05-0{number + 1}"), "toelichting": f"Uitleg {number}."}
            tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin(), **day_of)
    for document in source.documents([key(knelpunt)[1] for knelpunt in knelpunten]):
        assert ["Uitleg 0." in document.context, "Uitleg 1." in document.context] == [False, True]
