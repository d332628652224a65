"""Two records that are one: what moves, what stays readable, what is refused, and the way back."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from portal.models import Aanbeveling, Gerelateerd, Rapport, Wijziging
from proeftuinen import services
from proeftuinen.merging.merge import merge
from proeftuinen.merging.unmerge import undo_merge
from proeftuinen.models import Knelpunt, KnelpuntStap, Toepassing, Waarneming
from search import service as search
from search.types import SearchQuery
from tests.factories.paginas import HandreikingFactory
from tests.proeftuinen.builders import Tracker, day


@pytest.fixture
def pair(tracker: Tracker) -> tuple[Knelpunt, Knelpunt]:
    """Two published knelpunten with the same meaning, as publishing leaves them: with a revision and a Wijziging."""
    pages = [tracker.knelpunt("Geen bed in de regio"), tracker.knelpunt("Opvang ontbreekt")]
    for page in pages:
        page.save_revision().publish()
        page.refresh_from_db()
    return pages[0], pages[1]


def refused(source, target) -> str:
    before = Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id
    with pytest.raises(ValidationError) as caught:
        merge(source, target)
    assert Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id == before
    assert list(caught.value.message_dict) == ["blijft"]
    return " ".join(caught.value.message_dict["blijft"])


def test_what_it_held_moves_and_its_addresses_lead_on(tracker: Tracker, pair, client: Client) -> None:
    source, target = pair
    proeftuin = tracker.proeftuin("Alkmaar")
    row = tracker.toepassing(source, tracker.oplossing("Noodbed"), proeftuin)
    row.save_revision().publish()
    services.add_knelpunt_stap(source, status="geduid", niveau="lokaal", datum=day("2026-03-01"), reden="Geteld.")
    plan = merge(source, target)
    assert [moved.pk for moved in plan.toepassingen] == [row.pk]
    row.refresh_from_db()
    assert row.knelpunt_id == target.pk
    assert Waarneming.objects.get(proeftuin=proeftuin).knelpunt_id == target.pk
    source.refresh_from_db()
    assert (source.live, source.samengevoegd_met_id) == (False, target.pk)
    answer = client.get(source.url)
    assert (answer.status_code, answer.headers["Location"]) == (301, target.url)
    answer = client.get(f"/feeds/pagina/{source.translation_key}.atom")
    assert answer.headers["Location"] == f"/feeds/pagina/{target.translation_key}.atom"
    feed = client.get(answer.headers["Location"]).content.decode()
    assert "Geteld." in feed
    assert "Samengevoegd met" in feed


def test_the_history_stays_readable_at_the_one_that_stays(tracker: Tracker, pair, client: Client) -> None:
    source, target = pair
    # Entered without telling, as an import does: only the step itself knows.
    services.add_knelpunt_stap(
        source, status="geduid", niveau="taskforce", datum=day("2026-03-01"), reden="Stil geteld.", announce=False
    )
    steps = list(KnelpuntStap.objects.filter(knelpunt=source))
    merge(source, target)
    assert list(KnelpuntStap.objects.filter(knelpunt=source)) == steps
    html = client.get(target.url).content.decode()
    assert "Stil geteld." in html
    assert "Geen bed in de regio" in html
    assert KnelpuntStap.objects.get(knelpunt=target, is_huidig=True).status == "gesignaleerd"


def test_what_was_never_public_stays_hidden_at_the_one_that_stays(tracker: Tracker, client: Client) -> None:
    draft, target = tracker.knelpunt("Geheim vermoeden", live=False), tracker.knelpunt("Opvang ontbreekt")
    merge(draft, target)
    assert "Geheim vermoeden" not in client.get(target.url).content.decode()
    assert "Geheim vermoeden" not in client.get("/feeds/alles.atom").content.decode()


def test_an_older_draft_of_a_toepassing_does_not_bring_it_back(tracker: Tracker, pair) -> None:
    source, target = pair
    row = tracker.toepassing(source, tracker.oplossing(), tracker.proeftuin())
    old = row.save_revision()
    merge(source, target)
    old.refresh_from_db()
    old.publish()
    row.refresh_from_db()
    assert row.knelpunt_id == target.pk


def test_an_older_draft_of_the_page_does_not_undo_the_merge(pair) -> None:
    source, target = pair
    old = source.latest_revision
    merge(source, target)
    old.refresh_from_db()
    with pytest.raises(ValidationError, match="samengevoegd"):
        old.publish()
    source.refresh_from_db()
    assert (source.live, source.samengevoegd_met_id) == (False, target.pk)


def test_what_was_scheduled_is_not_published_any_more(pair) -> None:
    source, target = pair
    source.go_live_at = timezone.now() + datetime.timedelta(days=1)
    source.save_revision().publish()
    assert source.revisions.filter(approved_go_live_at__isnull=False).exists()
    merge(source, target)
    assert not source.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_waarneming_that_both_have_is_stretched(tracker: Tracker, pair) -> None:
    source, target = pair
    proeftuin = tracker.proeftuin()
    tracker.waarneming(target, proeftuin)
    Waarneming.objects.create(
        knelpunt=source, proeftuin=proeftuin, eerst_gezien=day("2025-01-01"), laatst_gezien=day("2026-03-15")
    )
    merge(source, target)
    seen = Waarneming.objects.get(knelpunt=target)
    assert (seen.eerst_gezien, seen.laatst_gezien) == (day("2025-01-01"), day("2026-04-01"))
    before = Waarneming.objects.get(knelpunt=source)
    undo_merge(source)
    seen.refresh_from_db()
    assert (seen.eerst_gezien, seen.laatst_gezien) == (day("2026-03-01"), day("2026-04-01"))
    assert Waarneming.objects.get(knelpunt=source) == before


def test_dates_that_were_changed_after_the_merge_stay_when_it_is_taken_back(tracker: Tracker, pair) -> None:
    source, target = pair
    proeftuin = tracker.proeftuin()
    seen = tracker.waarneming(target, proeftuin)
    Waarneming.objects.create(
        knelpunt=source, proeftuin=proeftuin, eerst_gezien=day("2025-01-01"), laatst_gezien=day("2026-03-15")
    )
    merge(source, target)
    Waarneming.objects.filter(pk=seen.pk).update(laatst_gezien=day("2026-05-05"))
    undo_merge(source)
    seen.refresh_from_db()
    assert (seen.eerst_gezien, seen.laatst_gezien) == (day("2025-01-01"), day("2026-05-05"))


def test_what_pointed_to_it_points_to_the_one_that_stays(tracker: Tracker, pair, client: Client) -> None:
    source, target = pair
    words = f'<p>Lees <a linktype="page" id="{source.pk}">het knelpunt</a>.</p>'
    page = HandreikingFactory(inhoud=[("tekst", words)])
    for chosen in (source, target):
        Gerelateerd.objects.create(pagina=page, doel=chosen)
    merge(source, target)
    text = client.get(page.url).content.decode()
    assert f'<a href="{target.url}">het knelpunt</a>' in text
    assert source.url not in text
    assert text.count(f">{target.title}</a>") == 1
    undo_merge(source)
    text = client.get(page.url).content.decode()
    assert f'<a href="{source.url}">het knelpunt</a>' in text
    assert text.count(f">{source.title}</a>") == text.count(f">{target.title}</a>") == 1


def test_aanbevelingen_are_taken_over_in_the_draft_too(tracker: Tracker, pair) -> None:
    source, target = pair
    rapport = tracker.home.add_child(instance=Rapport(title="Monitor"))
    aanbeveling = Aanbeveling.objects.create(rapport=rapport, nummer=1, tekst="Regel bedden.")
    source.aanbevelingen.add(aanbeveling)
    source.save()
    target.title = "Opvang ontbreekt nog steeds"
    draft = target.save_revision()
    merge(source, target)
    draft.refresh_from_db()
    draft.publish()
    assert list(Knelpunt.objects.get(pk=target.pk).aanbevelingen.all()) == [aanbeveling]


def test_search_finds_the_one_that_stays(tracker: Tracker, pair, django_capture_on_commit_callbacks) -> None:
    source, target = pair
    row = tracker.toepassing(source, tracker.oplossing("Klamboe"), tracker.proeftuin())
    search.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        merge(source, target)
    search.work()
    found = {hit.object_id for hit in search.search(SearchQuery("klamboe")).hits}
    assert str(target.translation_key) in found
    assert str(source.translation_key) not in found
    assert row.knelpunt_id == source.pk  # the object in hand is old; the row was asked again


@pytest.mark.parametrize("both_live", [True, False])
def test_a_toepassing_that_both_have_is_named_unless_it_is_off_the_site(tracker: Tracker, pair, both_live) -> None:
    source, target = pair
    oplossing, proeftuin = tracker.oplossing("Noodbed"), tracker.proeftuin("Alkmaar")
    double = tracker.toepassing(source, oplossing, proeftuin, live=both_live)
    double.save_revision()
    kept = tracker.toepassing(target, oplossing, proeftuin)
    if both_live:
        text = refused(source, target)
        assert "Noodbed tegen “Geen bed in de regio” (Alkmaar)" in text
        assert "Depubliceer" in text
        return
    plan = merge(source, target)
    assert plan.dubbel == (double,)
    assert Toepassing.objects.get(pk=double.pk).knelpunt_id == source.pk
    assert Toepassing.objects.get(pk=double.pk).latest_revision.content["knelpunt"] == source.pk
    assert Toepassing.objects.get(knelpunt=target) == kept


def test_no_loop_and_no_chain(tracker: Tracker, pair) -> None:
    source, target = pair
    assert "ander knelpunt" in refused(source, source)
    third = tracker.knelpunt("Nog een")
    merge(third, source)
    source.refresh_from_db()
    third.refresh_from_db()
    assert "Kies dat" in refused(target, third)
    assert "al samengevoegd" in refused(third, target)
    merge(source, target)
    third.refresh_from_db()
    assert third.samengevoegd_met_id == target.pk
    target.refresh_from_db()
    source.refresh_from_db()
    assert "zelf samengevoegd" in refused(target, source)


def test_a_published_record_does_not_go_into_a_draft(tracker: Tracker) -> None:
    assert "Publiceer dat eerst" in refused(tracker.knelpunt(), tracker.knelpunt(live=False))


def test_what_is_closed_does_not_go_into_what_is_open(tracker: Tracker) -> None:
    closed, open_ = tracker.knelpunt("Methode"), tracker.knelpunt("Opvang ontbreekt")
    tracker.close(closed)
    assert "afgeschermd" in refused(closed, open_)
    merge(open_, closed)


def test_oplossingen_merge_too(tracker: Tracker, client: Client) -> None:
    source, target = tracker.oplossing("Noodbed"), tracker.oplossing("Bed voor noodgevallen")
    knelpunt = tracker.knelpunt("Geen bed")
    row = tracker.toepassing(knelpunt, source, tracker.proeftuin())
    row.save_revision().publish()
    merge(source, target)
    row.refresh_from_db()
    assert row.oplossing_id == target.pk
    assert client.get(source.url).headers["Location"] == target.url
    change = Wijziging.objects.get(onderwerp=row.uuid)
    assert set(change.ook_op.values_list("pk", flat=True)) == {knelpunt.pk, target.pk}


@pytest.mark.parametrize("was_live", [True, False])
def test_a_merge_is_taken_back(tracker: Tracker, client: Client, was_live: bool) -> None:
    source, target = tracker.knelpunt("Geen bed", live=was_live), tracker.knelpunt("Opvang ontbreekt")
    if was_live:
        source.save_revision().publish()
    oplossing = tracker.oplossing("Noodbed")
    row = tracker.toepassing(source, oplossing, tracker.proeftuin())
    own = tracker.toepassing(target, oplossing, tracker.proeftuin())
    for toepassing in (row, own):
        toepassing.save_revision().publish()
    services.add_knelpunt_stap(source, status="geduid", niveau="lokaal", datum=day("2026-03-01"), reden="Geteld.")
    told = set(Wijziging.objects.filter(pagina=source).values_list("pk", flat=True))
    merge(source, target)
    assert undo_merge(source) == target
    source = Knelpunt.objects.get(pk=source.pk)
    assert (source.live, source.samengevoegd_met_id) == (was_live, None)
    assert Toepassing.objects.get(pk=row.pk).knelpunt_id == source.pk
    assert Toepassing.objects.get(pk=row.pk).latest_revision.content["knelpunt"] == source.pk
    assert Toepassing.objects.get(pk=own.pk).knelpunt_id == target.pk
    assert Toepassing.objects.get(pk=own.pk).latest_revision.content["knelpunt"] == target.pk
    assert Waarneming.objects.get(proeftuin=row.proeftuin).knelpunt_id == source.pk
    assert set(Wijziging.objects.filter(pagina=source).values_list("pk", flat=True)) == told
    assert client.get(source.url).status_code == (200 if was_live else 404)
    assert PageLogEntry.objects.filter(page=source.pk, action="proeftuinen.teruggedraaid").exists()
    with pytest.raises(ValidationError):
        undo_merge(source)


def test_a_copy_of_a_merged_record_is_not_merged(pair) -> None:
    source, target = pair
    merge(source, target)
    copy = Knelpunt.objects.get(pk=source.pk).copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=False)
    assert copy.samengevoegd_met_id is None
