"""The register of Aanbevelingen comes back as it was taken out, under the guards of every import."""

import pytest

from portal.importing.guards import WAITING
from portal.models import Aanbeveling, AanbevelingStap, Rapport, Wijziging
from proeftuinen.importing.run import CHANGED, NEW, SAME, WRONG, run
from tests.proeftuinen.builders import Tracker
from tests.proeftuinen.import_files import csv_rows, messages

HEAD = "soort;rapport;nummer;tekst;gegeven_door;gericht_aan;opvolging;datum;toelichting;reactie;reactie_datum"
GOOD = "aanbevelingen;Monitor 2026;1;Regel opvang.;Rapporteur;Alkmaar; Zaanstad;open;2026;;Wij doen het.;maart 2026"


@pytest.fixture
def rapport(tracker: Tracker) -> Rapport:
    for name in ("Rapporteur", "Alkmaar", "Zaanstad"):
        tracker.organisatie(name)
    page: Rapport = tracker.home.add_child(instance=Rapport(title="Monitor 2026", slug="monitor-2026"))
    return page


def made(rapport: Rapport) -> Aanbeveling:
    line = GOOD.replace("Alkmaar; Zaanstad", '"Alkmaar; Zaanstad"')
    assert [row.outcome for row in run(csv_rows(HEAD, line), apply=True).rows] == [NEW]
    return Aanbeveling.objects.get(rapport=rapport)


def test_a_new_one_is_whole_and_the_same_file_changes_nothing(rapport: Rapport) -> None:
    row = made(rapport)
    step = AanbevelingStap.objects.get(aanbeveling=row, is_huidig=True)
    assert (row.live, row.tekst, row.gegeven_door.title, str(row.reactie_datum.edtf)) == (
        True,
        "Regel opvang.",
        "Rapporteur",
        "2026-03",
    )
    assert {page.title for page in row.gericht_aan.all()} == {"Alkmaar", "Zaanstad"}
    assert (step.status, step.datum.edtf) == ("open", "2026")
    line = GOOD.replace("Alkmaar; Zaanstad", '"Alkmaar; Zaanstad"')
    assert run(csv_rows(HEAD, line), apply=True).count(SAME) == 1


def test_a_better_text_a_note_and_a_step_change_this_one(rapport: Rapport) -> None:
    row = made(rapport)
    report = run(
        csv_rows(
            "soort;id;tekst;opvolging;datum;toelichting", f"aanbevelingen;{row.uuid};Beter.;Uitgevoerd;2026;Klaar."
        ),
        apply=True,
        note="Verbeterd naar het rapport.",
    )
    assert (report.count(CHANGED), messages(report)) == (1, "")
    row = Aanbeveling.objects.get(pk=row.pk)
    assert (row.tekst, row.gericht_aan.count()) == ("Beter.", 2)
    assert [step.status for step in row.stappen.order_by("pk")] == ["open", "uitgevoerd"]
    told = Wijziging.objects.filter(onderwerp=row.uuid, tekst="Verbeterd naar het rapport.")
    assert told.get().pagina_id == rapport.pk


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("gericht_aan", "Rapporteur", "kies wie haar krijgt"),
        ("gericht_aan", "Niemand", "Geen organisatie gevonden"),
        ("nummer", "één", "geen heel getal"),
        ("tekst", "x" * 1501, "het mogen er 1500 zijn"),
        ("toelichting", "Zomaar.", 'vul ook de kolom "opvolging" in'),
        ("opvolging", "misschien", "bestaat niet"),
        ("reactie_datum", "ooit", "reactie_datum"),
        ("rapport", "Ander rapport", "niet gevonden"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(rapport: Rapport, column: str, value: str, why: str) -> None:
    row = made(rapport)
    report = run(csv_rows(f"soort;id;{column}", f"aanbevelingen;{row.uuid};{value}"), apply=True)
    assert report.rows[0].outcome == WRONG
    assert why in messages(report)


def test_a_draft_of_the_editors_waits_and_is_not_buried(rapport: Rapport) -> None:
    row = made(rapport)
    row.reactie = "Van de redactie."
    row.save_revision()
    report = run(csv_rows("soort;id;tekst", f"aanbevelingen;{row.uuid};Beter."), apply=True)
    assert messages(report) == WAITING
    row = Aanbeveling.objects.get(pk=row.pk)
    draft = row.get_latest_revision_as_object()
    assert (row.tekst, draft.tekst, draft.reactie) == ("Regel opvang.", "Beter.", "Van de redactie.")


def test_who_may_not_be_seen_is_not_taken_away_by_a_file_for_everybody(tracker: Tracker, rapport: Rapport) -> None:
    row = made(rapport)
    hidden = row.gericht_aan.get(title="Zaanstad")
    tracker.close(hidden)
    head = "soort;id;gericht_aan"
    report = run(csv_rows(head, f"aanbevelingen;{row.uuid};Alkmaar"), apply=True)
    assert report.rows[0].outcome == SAME
    assert "Zaanstad" in messages(report)
    assert run(csv_rows(head, f"aanbevelingen;{row.uuid};(leeg)"), apply=True).count(CHANGED) == 1
    assert not Aanbeveling.objects.get(pk=row.pk).gericht_aan.exists()


def test_one_record_in_two_rows_and_one_that_would_move(tracker: Tracker, rapport: Rapport) -> None:
    row = made(rapport)
    other = tracker.home.add_child(instance=Rapport(title="Monitor 2027", slug="monitor-2027"))
    twice = csv_rows(
        "soort;id;rapport;nummer;tekst",
        f"aanbevelingen;{row.uuid};;;Eerst.",
        "aanbevelingen;;Monitor 2026;1;Daarna.",
    )
    assert "staat ook in" in messages(run(twice, apply=True))
    moved = csv_rows("soort;id;rapport", f"aanbevelingen;{row.uuid};{other.title}")
    assert "verhuist niet" in messages(run(moved, apply=True))
