"""What the portal's pages show of the tracker."""

import pytest
from django.template import Context, Template

from portal.visibility import anonymous
from proeftuinen.models import KnelpuntStap, ProeftuinPartner
from proeftuinen.selectors.knelpunt import time_per_niveau

from .builders import Tracker, day


def render(tag: str, **context) -> str:
    template = Template("{% load proeftuinen_tags %}{% " + tag + " %}")
    return " ".join(template.render(Context({"reader": anonymous(), **context})).split())


def test_an_empty_programme_shows_nothing(tracker: Tracker) -> None:
    assert render("programma") == ""
    assert render("proeftuinen_in_beweging") == ""


def test_the_programme_at_a_glance(tracker: Tracker) -> None:
    tracker.toepassing(tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin())
    html = render("programma")
    assert "open knelpunten" in html
    assert "/knelpunten/?status=gesignaleerd" in html


def test_what_is_closed_is_not_counted(tracker: Tracker) -> None:
    tracker.close(tracker.registers["knelpunt"])
    tracker.knelpunt()
    assert render("programma") == ""


@pytest.mark.parametrize("closed", [False, True])
def test_the_facts_of_a_begrip(tracker: Tracker, closed: bool) -> None:
    vorm = tracker.begrip("arbeidsuitbuiting", "vorm")
    for _ in range(6):
        tracker.knelpunt("Geen bed", begrippen=[vorm])
    if closed:
        tracker.close(tracker.registers["knelpunt"])
    html = render("tracker_for_begrip begrip", begrip=vorm)
    assert ("(6)" in html) is not closed
    assert ("/knelpunten/?vorm=arbeidsuitbuiting" in html) is not closed


def test_the_facts_of_an_organisatie(tracker: Tracker) -> None:
    organisatie = tracker.organisatie("RIEC")
    knelpunt, proeftuin = tracker.knelpunt("Geen bed"), tracker.proeftuin("Alkmaar")
    KnelpuntStap.objects.filter(knelpunt=knelpunt).update(eigenaar=organisatie)
    ProeftuinPartner.objects.create(proeftuin=proeftuin, organisatie=organisatie, rol="Regie")
    html = render("tracker_for_organisatie organisatie", organisatie=organisatie)
    assert "Geen bed" in html
    assert "Alkmaar" in html


def test_time_per_level_stops_when_it_is_solved() -> None:
    steps = [
        KnelpuntStap(status="gesignaleerd", niveau="lokaal", datum=day("2026-01-01")),
        KnelpuntStap(status="geduid", niveau="taskforce", datum=day("2026-01-11")),
        KnelpuntStap(status="opgelost", niveau="taskforce", datum=day("2026-01-31")),
    ]
    found = {part.label: part.getal for part in time_per_niveau(steps, day("2026-11-24"))}
    assert found == {"lokaal": 10, "Taskforce": 20}
