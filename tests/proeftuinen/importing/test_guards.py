"""What is there is not overruled: drafts, locks, steps and ties ask before they change."""

import pytest

from portal.importing.guards import ARCHIVED, WAITING
from proeftuinen.importing import sheets
from proeftuinen.importing.run import CHANGED, NEW, SAME, WRONG, run
from proeftuinen.models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, Toepassing
from tests.proeftuinen.builders import Tracker, day
from tests.proeftuinen.import_files import HEAD, case, csv_rows, messages
from tests.proeftuinen.workbooks import GOOD


@pytest.fixture
def ready(tracker: Tracker) -> Tracker:
    tracker.gemeente()
    tracker.begrip("opvang", "knelpunttype")
    return tracker


def test_what_is_archived_stays_off_and_what_waits_is_not_buried(ready: Tracker) -> None:
    archived = ready.oplossing("Eerst")
    archived.slug = "c08-opl"
    archived.save_revision().publish()
    archived.unpublish()
    waiting = ready.oplossing("Tweede")
    waiting.slug = "c12-opl"
    waiting.save_revision().publish()
    waiting.samenvatting = "Wat de redactie schreef."
    waiting.voorwaarden = "Nog niet klaar."
    waiting.save_revision()
    rows = case("c14-archief-en-concept.csv")
    for apply in (False, True):
        report = run(rows, apply=apply)
        assert [(row.outcome, row.messages) for row in report.rows] == [(CHANGED, (ARCHIVED,)), (CHANGED, (WAITING,))]
    archived, waiting = (Oplossing.objects.get(pk=page.pk) for page in (archived, waiting))
    assert not archived.live
    assert archived.get_latest_revision_as_object().title == "Proef komma bijgewerkt"
    assert (waiting.title, waiting.live) == ("Tweede", True)
    draft = waiting.get_latest_revision_as_object()
    assert (draft.title, draft.samenvatting, draft.voorwaarden) == (
        "Proef tweede bijgewerkt",
        "Kort",
        "Nog niet klaar.",
    )
    assert {row.outcome for row in run(rows, apply=True).rows} == {SAME}


def test_of_a_draft_only_what_the_row_changes_is_written(ready: Tracker) -> None:
    page = ready.oplossing("Noodbed", voorwaarden="Ruimte.")
    page.title = "Titel van de redactie"
    page.save_revision()
    page = Oplossing.objects.get(pk=page.pk)
    row = f"oplossingen;{page.slug};Noodbed;Beter gezegd.;nee"
    assert WAITING in messages(run(csv_rows(HEAD, row), apply=True))
    draft = Oplossing.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.title, draft.samenvatting) == ("Titel van de redactie", "Beter gezegd.")


def test_a_toepassing_off_the_site_and_one_with_a_draft(ready: Tracker) -> None:
    knelpunt, proeftuin = ready.knelpunt("Geen bed"), ready.proeftuin("Alkmaar")
    off = ready.toepassing(knelpunt, ready.oplossing("A"), proeftuin)
    off.save_revision().publish()
    Toepassing.objects.get(pk=off.pk).unpublish()
    waits = ready.toepassing(knelpunt, ready.oplossing("B"), proeftuin)
    waits.save_revision().publish()
    waits.bron = "Van de redactie"
    waits.save_revision()
    head = "soort;id;toelichting"
    report = run(csv_rows(head, *(f"toepassingen;{t.uuid};Nieuw." for t in (off, waits))), apply=True)
    assert [row.messages for row in report.rows] == [(ARCHIVED,), (WAITING,)]
    assert not Toepassing.objects.filter(toelichting="Nieuw.").exists()
    assert not Toepassing.objects.get(pk=off.pk).live
    draft = Toepassing.objects.get(pk=waits.pk).get_latest_revision_as_object()
    assert (draft.bron, draft.toelichting) == ("Van de redactie", "Nieuw.")


def test_what_is_locked_or_merged_is_refused(ready: Tracker) -> None:
    locked, stays = ready.oplossing("Op slot", locked=True), ready.oplossing("Blijft")
    merged = ready.oplossing("Ging op")
    Oplossing.objects.filter(pk=merged.pk).update(samengevoegd_met=stays)
    lines = [f"oplossingen;{page.slug};Anders;Kort.;" for page in (locked, merged)]
    report = run(csv_rows(HEAD, *lines), apply=True)
    assert [row.outcome for row in report.rows] == [WRONG, WRONG]
    assert "vergrendeld" in messages(report)
    assert "samengevoegd met “Blijft”" in messages(report)


def test_a_step_is_whole_and_keeps_what_it_does_not_say(ready: Tracker) -> None:
    owner = ready.organisatie("Gemeente Waterdorp")
    page = ready.knelpunt("Geen bed", niveau="taskforce")
    page.stappen.update(eigenaar=owner)
    head = "soort;sleutel;status;niveau;datum;reden"

    def told(*cells: str) -> str:
        report = run(csv_rows(head, ";".join(("knelpunten", page.slug, *cells))), apply=True)
        return messages(report) or report.rows[0].outcome

    assert "Hierbij hoort een stap" in told("", "lokaal", "", "")
    assert "van wanneer deze stap is" in told("geduid", "", "", "")
    assert told("gesignaleerd", "", "", "") == SAME
    assert "het mogen er 800 zijn" in told("geduid", "", "1-3-2026", "x" * 801)
    assert told("In oplossing", "", "1-3-2026", "") == CHANGED
    assert told("in_oplossing", "Taskforce", "2026-03-01", "") == SAME
    step = KnelpuntStap.objects.get(knelpunt=page, is_huidig=True)
    assert (step.status, step.niveau, step.eigenaar) == ("in_oplossing", "taskforce", owner)


def test_drafts_by_choice_and_then_published_by_the_same_file(ready: Tracker) -> None:
    page = ready.oplossing("Noodbed")
    rows = csv_rows(HEAD, f"oplossingen;{page.slug};Beter;Kort.;", "oplossingen;nieuw;Nieuw;Kort.;")
    assert [row.outcome for row in run(rows, apply=True, publish=False).rows] == [CHANGED, NEW]
    assert not Oplossing.objects.filter(title="Beter").exists()
    assert not Oplossing.objects.get(slug="nieuw").live
    assert [row.outcome for row in run(rows, apply=True, publish=False).rows] == [SAME, SAME]
    assert [row.outcome for row in run(rows, apply=True).rows] == [CHANGED, CHANGED]
    assert Oplossing.objects.get(pk=page.pk).title == "Beter"
    assert Oplossing.objects.get(slug="nieuw").live
    assert [row.outcome for row in run(rows, apply=True).rows] == [SAME, SAME]


def test_a_draft_of_an_import_on_which_an_editor_worked_is_the_editors(ready: Tracker) -> None:
    rows = csv_rows(HEAD, "oplossingen;nieuw;Nieuw;Kort.;")
    run(rows, apply=True, publish=False)
    page = Oplossing.objects.get(slug="nieuw").get_latest_revision_as_object()
    page.samenvatting = "Nog niet af."
    page.save_revision()
    run(csv_rows(HEAD, "oplossingen;nieuw;Nieuwer;Kort.;"), apply=True)
    assert not Oplossing.objects.get(slug="nieuw").live


def test_a_step_of_a_page_on_the_site_is_never_a_draft(ready: Tracker) -> None:
    page = ready.knelpunt("Geen bed")
    rows = csv_rows("soort;sleutel;status;datum", f"knelpunten;{page.slug};geduid;1-3-2026")
    assert "staat meteen op de site" in messages(run(rows, apply=True, publish=False))


def test_a_cell_is_emptied_on_purpose_only(ready: Tracker) -> None:
    page = ready.proeftuin("Alkmaar", doel="Samen.", gemeente=ready.gemeente(), startdatum=day("2026-01-01"))
    page.begrippen.set([ready.begrip("opvang", "knelpunttype"), ready.begrip("melden", "fase")])
    page.save()
    head = "soort;sleutel;doel;gemeente;begin;knelpunttype"
    assert run(csv_rows(head, f"proeftuinen;{page.slug};;;;"), apply=True).count(SAME) == 1
    assert run(csv_rows(head, f"proeftuinen;{page.slug};(leeg);(leeg);(leeg);(leeg)"), apply=True).applied
    page = Proeftuin.objects.get(pk=page.pk)
    assert (page.doel, page.gemeente, page.startdatum) == ("", None, None)
    assert [begrip.term for begrip in page.begrippen.all()] == ["melden"]


def test_terms_by_name_id_and_axis(ready: Tracker) -> None:
    fase = ready.begrip("melden, doorverwijzen", "fase")
    page = ready.knelpunt("Geen bed", begrippen=[ready.begrip("oud", "vorm")])
    head = "soort;sleutel;begrippen;knelpunttype;fase;vorm"
    line = f'knelpunten;{page.slug};;Opvang;"melden, doorverwijzen";'
    assert run(csv_rows(head, line), apply=True).applied
    page = Knelpunt.objects.get(pk=page.pk)
    assert {begrip.term for begrip in page.begrippen.all()} == {"opvang", "melden, doorverwijzen", "oud"}
    assert run(csv_rows(head, f"knelpunten;{page.slug};opvang, {fase.slug};;;"), apply=True).applied
    assert {begrip.pk for begrip in Knelpunt.objects.get(pk=page.pk).begrippen.all()} >= {fase.pk}
    assert "Geen begrip gevonden" in messages(run(csv_rows(head, f"knelpunten;{page.slug};;{fase.slug};;"), apply=True))
    both = csv_rows(head, f"knelpunten;{page.slug};opvang;opvang;;")
    assert "Niet allebei" in messages(run(both, apply=True))


def test_a_tie_by_name_id_and_never_by_two_that_differ(ready: Tracker) -> None:
    bed, oplossing, proeftuin = ready.knelpunt("Geen bed"), ready.oplossing("Noodbed"), ready.proeftuin("Alkmaar")
    tolk = ready.knelpunt("Geen tolk")
    head = "soort;id;knelpunt;knelpunt_id;oplossing;proeftuin;toelichting;datum"

    def told(key: object, name: str, knelpunt_id: object) -> str:
        line = f"toepassingen;{key};{name};{knelpunt_id};Noodbed;{proeftuin.slug};Er was een bed.;1-5-2026"
        report = run(csv_rows(head, line), apply=True)
        return messages(report) or report.rows[0].outcome

    assert "Het id is van" in told("", "Geen tolk", bed.translation_key)
    assert told("", "Geen bed", bed.translation_key) == NEW
    made = Toepassing.objects.get(knelpunt=bed, oplossing=oplossing)
    assert told(made.uuid, "", "") == SAME
    assert "verhuist niet" in told(made.uuid, "", tolk.translation_key)
    ready.knelpunt("Geen bed")
    assert "Meer dan één" in told("", "Geen bed", "")


def test_a_result_and_a_step_have_a_date_of_their_own(ready: Tracker) -> None:
    content = GOOD["toepassingen"][0]
    rows = [sheets.Row("toepassingen", "rij 2", {**content, "datum": ""})]
    for kind in ("knelpunten", "oplossingen", "proeftuinen"):
        run([sheets.Row(kind, "rij 2", GOOD[kind][0])], apply=True)
    assert "van wanneer dit resultaat is" in messages(run(rows, apply=True))


def test_invented_by_what_it_ties_is_no_change(ready: Tracker) -> None:
    """An export says ja of a Toepassing of an invented Proeftuin, which says of itself that it is none."""
    proeftuin = ready.proeftuin("Verzonnen", is_voorbeeld=True)
    row = ready.toepassing(ready.knelpunt("Geen bed"), ready.oplossing("Noodbed"), proeftuin)
    rows = csv_rows("soort;id;voorbeeld", f"toepassingen;{row.uuid};ja")
    assert [report.outcome for report in run(rows, apply=True).rows] == [SAME]
    assert not Toepassing.objects.get().is_voorbeeld
