"""Each rule of the tracker has a test that breaks it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from portal.models import Wijziging
from portal.running.bulk_load import quiet
from portal.running.scheduled import publish_due
from proeftuinen import services
from proeftuinen.models import Knelpunt, KnelpuntStap, ProeftuinStap, Toepassing, Waarneming

from .builders import Tracker, day


def add(knelpunt, **values):
    return services.add_knelpunt_stap(
        knelpunt, **{"status": "geduid", "niveau": "lokaal", "datum": day("2026-03-01"), **values}
    )


def errors_of(call) -> dict:
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


def test_a_step_becomes_the_current_one_and_is_told(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt("Geen bed")
    step = add(knelpunt, niveau="regionale_tafel", reden="Besproken aan tafel.")
    assert list(KnelpuntStap.objects.filter(knelpunt=knelpunt, is_huidig=True)) == [step]
    change = Wijziging.objects.get(onderwerp=knelpunt.translation_key)
    assert (change.soort, change.pagina_id, change.titel) == ("statuswijziging", knelpunt.pk, "Geen bed")
    assert change.tekst == (
        "Van gesignaleerd naar geduid. Niveau: regionale tafel. Dat was op 1 maart 2026. Besproken aan tafel."
    )


def test_a_step_may_be_entered_afterwards_but_not_before_the_last_one(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    errors = errors_of(lambda: add(knelpunt, datum=day("2026-01-31")))
    assert "ligt vóór de laatste stap (1 februari 2026)" in errors["datum"][0]
    add(knelpunt, datum=day("2026-02-01"))


def test_a_step_in_the_future_is_refused(tracker: Tracker) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert "toekomst" in errors_of(lambda: add(tracker.knelpunt(), datum=tomorrow))["datum"][0]
    proeftuin = tracker.proeftuin()
    errors = errors_of(lambda: services.add_proeftuin_stap(proeftuin, stadium="evaluatie", datum=tomorrow))
    assert "toekomst" in errors["datum"][0]


def test_opgelost_names_a_live_toepassing_or_a_reason(tracker: Tracker) -> None:
    knelpunt, proeftuin = tracker.knelpunt(), tracker.proeftuin()
    assert "reden" in errors_of(lambda: add(knelpunt, status="opgelost"))
    draft = tracker.toepassing(knelpunt, tracker.oplossing(), proeftuin, live=False)
    assert "niet gepubliceerd" in errors_of(lambda: add(knelpunt, status="opgelost", toepassing=draft))["toepassing"][0]
    other = tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), proeftuin)
    assert "ander knelpunt" in errors_of(lambda: add(knelpunt, status="opgelost", toepassing=other))["toepassing"][0]
    good = tracker.toepassing(knelpunt, tracker.oplossing(), proeftuin)
    assert "toepassing" in errors_of(lambda: add(knelpunt, status="geduid", toepassing=good))
    assert add(knelpunt, status="opgelost", toepassing=good).toepassing == good
    assert services.knelpunten_solved_by(good) == [knelpunt]
    assert add(tracker.knelpunt(), status="opgelost", reden="De wet is veranderd.").is_huidig


def test_a_step_that_changes_nothing_is_refused_unless_it_says_why(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    assert "verandert niets" in errors_of(lambda: add(knelpunt, status="gesignaleerd"))["status"][0]
    assert add(knelpunt, status="gesignaleerd", reden="Opnieuw gezien.")


def test_a_merged_knelpunt_takes_no_step(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    # Merged by somebody else, after this editor opened the form.
    Knelpunt.objects.filter(pk=knelpunt.pk).update(samengevoegd_met=tracker.knelpunt())
    assert "samengevoegd" in errors_of(lambda: add(knelpunt))["status"][0]


def test_a_value_outside_the_list_is_refused(tracker: Tracker) -> None:
    assert "lijst" in errors_of(lambda: add(tracker.knelpunt(), status="klaar"))["status"][0]
    assert "lijst" in errors_of(lambda: add(tracker.knelpunt(), niveau="hemel"))["niveau"][0]
    proeftuin = tracker.proeftuin()
    errors = errors_of(lambda: services.add_proeftuin_stap(proeftuin, stadium="klaar", datum=day("2026-06-01")))
    assert "lijst" in errors["stadium"][0]


def test_an_unpublished_toepassing_solves_nothing_also_for_who_still_has_it_open(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    row = tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin())
    Toepassing.objects.filter(pk=row.pk).update(live=False)
    assert "niet gepubliceerd" in errors_of(lambda: add(knelpunt, status="opgelost", toepassing=row))["toepassing"][0]


def test_a_wrong_step_is_corrected_by_a_step(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    wrong = add(knelpunt, status="opgelost", reden="Verkeerde regel aangeklikt.", datum=day("2026-03-01"))
    right = add(knelpunt, status="in_oplossing", reden="Herstel: nog niet opgelost.", datum=day("2026-03-01"))
    steps = list(KnelpuntStap.objects.filter(knelpunt=knelpunt).order_by("datum", "pk"))
    assert [step.is_huidig for step in steps] == [False, False, True]
    assert steps[1:] == [wrong, right]


def test_a_refused_step_leaves_the_current_one(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt()
    errors_of(lambda: add(knelpunt, status="opgelost"))
    assert KnelpuntStap.objects.get(knelpunt=knelpunt, is_huidig=True).status == "gesignaleerd"
    assert not Wijziging.objects.exists()


def test_a_gestopte_proeftuin_says_why(tracker: Tracker) -> None:
    proeftuin = tracker.proeftuin()

    def stop(reden: str = "") -> ProeftuinStap:
        return services.add_proeftuin_stap(proeftuin, stadium="gestopt", datum=day("2026-06-01"), reden=reden)

    assert "waarom" in errors_of(stop)["reden"][0]
    stop("Het geld was op.")
    assert ProeftuinStap.objects.get(proeftuin=proeftuin, is_huidig=True).stadium == "gestopt"
    assert Wijziging.objects.get(pagina=proeftuin).tekst == (
        "Van loopt naar gestopt. Dat was op 1 juni 2026. Het geld was op."
    )


def test_a_proeftuin_does_not_step_to_where_it_is_or_back_in_time(tracker: Tracker) -> None:
    proeftuin = tracker.proeftuin()
    errors = errors_of(lambda: services.add_proeftuin_stap(proeftuin, stadium="loopt", datum=day("2026-06-01")))
    assert "al in het stadium" in errors["stadium"][0]
    errors = errors_of(lambda: services.add_proeftuin_stap(proeftuin, stadium="evaluatie", datum=day("2025-06-01")))
    assert "vóór" in errors["datum"][0]


def test_a_step_of_a_draft_is_not_told(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt(live=False)
    add(knelpunt)
    assert not Wijziging.objects.exists()


def test_publishing_a_toepassing_makes_the_occurrence_and_tells_it(tracker: Tracker) -> None:
    knelpunt, oplossing, proeftuin = tracker.knelpunt("Geen bed"), tracker.oplossing("Noodbed"), tracker.proeftuin()
    row = tracker.toepassing(knelpunt, oplossing, proeftuin, live=False, wat_veranderde="Eerste resultaat.")
    row.save_revision().publish()
    seen = Waarneming.objects.get(knelpunt=knelpunt, proeftuin=proeftuin)
    assert (seen.eerst_gezien, seen.laatst_gezien) == (row.datum, row.datum)
    change = Wijziging.objects.get(onderwerp=row.uuid)
    assert (change.soort, change.pagina_id, change.titel) == ("nieuw", proeftuin.pk, "Noodbed tegen “Geen bed”")
    assert set(change.ook_op.values_list("pk", flat=True)) == {knelpunt.pk, oplossing.pk}
    assert Toepassing.objects.get(pk=row.pk).wat_veranderde == ""


def test_publishing_again_is_told_only_with_a_note_and_stretches_the_occurrence(tracker: Tracker) -> None:
    row = tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin())
    row.save_revision().publish()
    row.refresh_from_db()
    row.save_revision().publish()
    assert Wijziging.objects.filter(onderwerp=row.uuid).count() == 1
    row.refresh_from_db()
    row.wat_veranderde, row.datum = "Resultaat bijgesteld.", day("2026-09-01")
    row.save_revision().publish()
    assert set(Wijziging.objects.filter(onderwerp=row.uuid).values_list("soort", flat=True)) == {"nieuw", "herzien"}
    seen = Waarneming.objects.get(knelpunt=row.knelpunt, proeftuin=row.proeftuin)
    assert (seen.eerst_gezien, seen.laatst_gezien) == (day("2026-05-01"), day("2026-09-01"))


def test_a_scheduled_toepassing_is_told_when_it_goes_live(tracker: Tracker) -> None:
    row = tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin(), live=False)
    row.go_live_at = timezone.now() + datetime.timedelta(days=1)
    row.save_revision().publish()
    assert not Wijziging.objects.exists()
    assert not Waarneming.objects.exists()


def test_the_switch_keeps_a_bulk_load_silent(tracker: Tracker) -> None:
    row = tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin(), live=False)
    with quiet():
        row.save_revision().publish()
    assert not Wijziging.objects.exists()
    assert not Waarneming.objects.exists()


def test_a_scheduled_publication_runs_the_rules_and_stops_nothing_else(tracker: Tracker) -> None:
    """What was true when it was scheduled is not any more: its knelpunt was merged, another still goes live."""
    rows = [
        tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin(), live=False) for _ in range(2)
    ]
    for row in rows:
        row.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        revision = row.save_revision()
        revision.publish()
        # The moment has come since.
        revision.refresh_from_db()
        moment = timezone.now() - datetime.timedelta(minutes=1)
        revision.content["go_live_at"] = moment.isoformat()
        revision.approved_go_live_at = moment
        revision.save(update_fields=["content", "approved_go_live_at"])
    Knelpunt.objects.filter(pk=rows[0].knelpunt_id).update(samengevoegd_met=tracker.knelpunt())
    assert publish_due() == (1, 1)
    assert list(Toepassing.objects.filter(live=True)) == [rows[1]]
    assert [seen.knelpunt_id for seen in Waarneming.objects.all()] == [rows[1].knelpunt_id]


def test_a_toepassing_that_breaks_a_rule_is_not_published(tracker: Tracker) -> None:
    row = tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin(), live=False)
    row.datum = timezone.localdate() + datetime.timedelta(days=1)
    revision = row.save_revision()
    with transaction.atomic():
        assert "toekomst" in errors_of(revision.publish)["datum"][0]
        transaction.set_rollback(True)
    assert not Toepassing.objects.get(pk=row.pk).live


def test_what_solved_a_knelpunt_does_not_move_to_another(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt("Geen bed")
    row = tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin())
    add(knelpunt, status="opgelost", toepassing=row)
    row.knelpunt = tracker.knelpunt()
    assert "“Geen bed” is opgelost door deze" in errors_of(lambda: services.check_toepassing(row))["knelpunt"][0]
    add(knelpunt, status="in_oplossing", reden="Toch niet.")
    services.check_toepassing(row)


def test_who_reads_the_history_of_a_knelpunt_sees_that_what_solved_it_went_by_the_clock(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt("Geen bed")
    row = tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin())
    add(knelpunt, status="opgelost", toepassing=row)
    tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin())
    Toepassing.objects.update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    assert publish_due() == (2, 0)
    entry = PageLogEntry.objects.get(action=services.WITHDRAWN)
    assert entry.page_id == knelpunt.pk
    assert entry.data["toepassing"] == str(row)
    assert KnelpuntStap.objects.get(knelpunt=knelpunt, is_huidig=True).status == "opgelost"


@pytest.mark.parametrize("invented", ["toepassing", "proeftuin", "oplossing"])
def test_what_was_invented_solves_nothing_real(tracker: Tracker, invented: str) -> None:
    made_up = {name: {"is_voorbeeld": name == invented} for name in ("toepassing", "proeftuin", "oplossing")}
    knelpunt = tracker.knelpunt()
    places = tracker.oplossing(**made_up["oplossing"]), tracker.proeftuin(**made_up["proeftuin"])
    row = tracker.toepassing(knelpunt, *places, **made_up["toepassing"])
    with pytest.raises(ValidationError, match="verzonnen voorbeeld"):
        services.add_knelpunt_stap(
            knelpunt, status="opgelost", niveau="lokaal", datum=day("2026-06-01"), toepassing=row
        )
