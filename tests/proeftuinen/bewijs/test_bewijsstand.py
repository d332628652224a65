"""Evidence has a maker and an age, and a result its side effects: on the pages, in lists, search, files and feeds."""

import json
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.text import capfirst

from portal.datum import parse
from portal.models import Wijziging
from proeftuinen.bewijs.bewijsstand import note_bewijs
from proeftuinen.bewijs.oordeel import REGELS, VEROUDERING
from proeftuinen.finding.sources import TrackerSource
from proeftuinen.models import Bewijsstand, Oplossing, ProeftuinPartner, Toepassing
from proeftuinen.services import check_toepassing, record_toepassing
from search.types import SearchDocument
from tests.proeftuinen.builders import Tracker, day

ONAFHANKELIJK = "onafhankelijk_geevalueerd"


@pytest.fixture
def solved(tracker: Tracker) -> Oplossing:
    """Worked in Alkmaar, as an outsider found in 2024, and partly in Bergen, as who sent it says."""
    oplossing, knelpunt = tracker.oplossing("Noodbed"), tracker.knelpunt("Geen bed")
    by = tracker.assessed("2024-03-01", beoordeeld_door=tracker.organisatie("Bureau Zicht"))
    row = tracker.toepassing(knelpunt, oplossing, tracker.proeftuin("Alkmaar"), bewijsgraad=ONAFHANKELIJK, **by)
    tracker.neveneffect(row, waar="Duinstreek", gezien_door="Wijkteam")
    tracker.toepassing(knelpunt, oplossing, tracker.proeftuin("Bergen"), resultaat="werkte_deels")
    return oplossing


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(response.content.decode().split())


def rows(client: Client, soort: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(b"".join(client.get(f"/programma/export/{soort}.json")))  # type: ignore[arg-type]
    return found


def document_of(page: Any) -> SearchDocument:
    (found,) = TrackerSource().documents([str(page.translation_key)])
    return found


VERDICT = (
    "2 keer toegepast, in 2 proeftuinen: 1 keer werkte, 1 keer deels.",
    "Redelijk bewijs: onafhankelijk geëvalueerd, nieuwste beoordeling 1 maart 2024. Dat is zwakker dan de bewijsgraad, "
    "omdat het in maar één proeftuin is beoordeeld.",
)
ON_PAGE = capfirst(VERDICT[1].removeprefix("Redelijk bewijs: "))


def test_the_verdict_is_the_same_in_page_list_search_and_files(solved: Oplossing, client: Client) -> None:
    page, listed, document = text(client, solved.url), text(client, "/oplossingen/"), document_of(solved)
    for place in (page, listed, document.meta["waarom"]):
        assert VERDICT[0] in place
        # On its page the badge beside it says how strong it is.
        assert (ON_PAGE if place is page else VERDICT[1]) in place
        assert "1 ongewenst neveneffect gezien." in place
    assert document.meta["status"] == "werkte deels"
    assert "Bureau Zicht" in page
    assert all(rule in page for _, rule in REGELS)
    (row,) = rows(client, "oplossingen")
    assert row["bewijs"] == VERDICT[1]
    assert [row[name] for name in ("oordeel", "toepassingen", "werkte", "werkte_deels", "werkte_niet")] == [
        *("werkte deels", 2, 1, 1, None),
    ]
    assert [row[name] for name in ("nieuwste_beoordeling", "ongewenst", "gewenst")] == ["2024-03-01", 1, None]


def test_what_nobody_assessed_reads_as_the_word_of_who_sent_it(solved: Oplossing, client: Client) -> None:
    bergen = Toepassing.objects.get(proeftuin__title="Bergen")
    for url in (bergen.proeftuin.url, solved.url, bergen.knelpunt.url):
        assert "door indiener opgegeven (“lokaal geëvalueerd”)" in text(client, url)
    first, second = sorted(rows(client, "toepassingen"), key=lambda row: row["proeftuin"])
    names = ("bewijs", "bewijsgraad", "beoordeeld_door", "beoordeeld_op")
    assert [second[name] for name in names] == ["door indiener opgegeven", "lokaal geëvalueerd", None, None]
    assert [first[name] for name in names] == [*["onafhankelijk geëvalueerd"] * 2, "Bureau Zicht", "2024-03-01"]
    assert (
        first["neveneffecten"]
        == "ongewenst neveneffect: Het verplaatste zich., waar: Duinstreek, gezien door: Wijkteam"
    )
    slugs = "&".join(f"proeftuin={row.proeftuin.slug}" for row in Toepassing.objects.select_related("proeftuin"))
    compared = text(client, f"/programma/vergelijken/?{slugs}")
    assert "(bewijs: door indiener opgegeven)" in compared
    assert "(bewijs: onafhankelijk geëvalueerd)" in compared
    assert "Het verplaatste zich." in compared
    record_toepassing(bergen)
    assert "Bewijs: door indiener opgegeven." in text(client, "/feeds/alles.rss")


def test_an_assessor_who_may_not_be_seen_is_nowhere_named(tracker: Tracker, solved: Oplossing, client: Client) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    tracker.close(row.beoordeeld_door)
    for url in (solved.url, row.proeftuin.url, row.knelpunt.url, "/oplossingen/"):
        assert "Bureau Zicht" not in text(client, url)
    assert "een organisatie die niet op deze site staat" in text(client, solved.url)
    assert [found["beoordeeld_door"] for found in rows(client, "toepassingen")] == [None, None]
    assert ON_PAGE in text(client, solved.url)
    client.force_login(tracker.ketenpartner())
    assert "Bureau Zicht" in text(client, solved.url)


def test_an_invented_assessor_establishes_nothing_real(solved: Oplossing, client: Client) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    row.beoordeeld_door.is_voorbeeld = True
    row.beoordeeld_door.save()
    assert ("tracker", str(solved.translation_key)) in TrackerSource().affected(row.beoordeeld_door, None)
    assert "Door indiener opgegeven." in text(client, solved.url)
    assert "Zwak bewijs: door indiener opgegeven." in text(client, "/oplossingen/")
    assert document_of(solved).meta["bewijs"] == "zwak bewijs"
    assert {found["bewijs"] for found in rows(client, "toepassingen")} == {"door indiener opgegeven"}
    with pytest.raises(ValidationError, match="verzonnen voorbeeld"):
        check_toepassing(row)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"beoordeeld_op": None}, "beoordeeld_op"),
        ({"beoordeeld_op": day("2126-01-01")}, "beoordeeld_op"),
        ({"methode": " "}, "methode"),
        ({"bron": "", "bron_url": ""}, "bron"),
        ({"bewijsgraad": "onbeproefd"}, "bewijsgraad"),
        ({"beoordeeld_door": None}, "beoordeeld_door"),
    ],
)
def test_an_assessment_has_a_maker_a_day_a_method_and_a_source(
    solved: Oplossing, given: dict[str, Any], field: str
) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    check_toepassing(row)
    for name, value in given.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refused:
        check_toepassing(row)
    assert list(refused.value.message_dict) == [field]


def test_a_partner_is_no_outsider(solved: Oplossing) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    ProeftuinPartner.objects.create(proeftuin=row.proeftuin, organisatie=row.beoordeeld_door)
    with pytest.raises(ValidationError, match="partner van deze proeftuin"):
        check_toepassing(row)
    row.bewijsgraad = "lokaal_geevalueerd"
    check_toepassing(row)


def told(page: Any) -> list[str]:
    return list(Wijziging.objects.filter(pagina=page.pk).order_by("pk").values_list("tekst", flat=True))


def test_weaker_evidence_is_told_once_when_time_passes_and_again_when_it_is_renewed(
    tracker: Tracker, solved: Oplossing, client: Client
) -> None:
    bergen = Toepassing.objects.get(proeftuin__title="Bergen")
    Toepassing.objects.filter(pk=bergen.pk).update(**tracker.assessed("2023-01-01"))
    assert note_bewijs() == 0
    assert Bewijsstand.objects.get().kracht == "sterk"
    assert (note_bewijs(), told(solved)) == (0, [])
    with time_machine.travel("2029-03-02T12:00:00Z"):
        assert (note_bewijs(), note_bewijs()) == (1, 0)
        weaker = (
            "Bewijs zwakker: van sterk bewijs naar redelijk bewijs, omdat de nieuwste beoordeling, van 1 maart 2024, "
            "ouder is dan vijf jaar."
        )
        assert told(solved) == [weaker]
        assert "Redelijk bewijs" in text(client, solved.url)
        assert weaker in text(client, solved.url)
        Toepassing.objects.filter(pk=bergen.pk).update(beoordeeld_op=day("2029-03-01"))
        assert (note_bewijs(), note_bewijs()) == (1, 0)
        assert told(solved)[1].startswith("Bewijs sterker: van redelijk bewijs naar sterk bewijs. Sterk bewijs:")
        Toepassing.objects.filter(pk=bergen.pk).update(bewijsgraad="onbeproefd", beoordeeld_door=None)
        assert note_bewijs() == 1
        assert told(solved)[2].startswith("Bewijs zwakker: van sterk bewijs naar zwak bewijs, omdat de nieuwste")
        Toepassing.objects.update(live=False)
        assert note_bewijs() == 1
        assert told(solved)[3].endswith("omdat toepassingen of hun beoordelingen zijn gewijzigd of weggehaald.")
        assert "Bewijs zwakker" in text(client, "/feeds/alles.rss")


def test_what_only_reads_otherwise_is_told_to_search_alone(
    tracker: Tracker, solved: Oplossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    Toepassing.objects.filter(bewijsgraad=ONAFHANKELIJK).update(bewijsgraad="lokaal_geevalueerd")
    note_bewijs()
    touched: list[Any] = []
    monkeypatch.setattr("search.service.touched", touched.append)
    with time_machine.travel("2029-03-02T12:00:00Z"):
        assert note_bewijs() == 0
        assert (touched, told(solved)) == ([solved], [])
        assert Bewijsstand.objects.get().is_oud


def test_a_side_effect_follows_its_toepassing(tracker: Tracker, solved: Oplossing, client: Client) -> None:
    row = Toepassing.objects.get(proeftuin__title="Bergen")
    draft = Toepassing.objects.get(pk=row.pk)
    draft.neveneffecten.create(wat="Huurders trokken weg.", aard="gewenst")
    revision = draft.save_revision()
    places = [solved.url, row.proeftuin.url, row.knelpunt.url]
    assert not any("Huurders" in text(client, url) for url in places)
    assert "Huurders" not in document_of(solved).context
    revision.publish()
    assert all("Huurders" in text(client, url) for url in places)
    assert all("Huurders" in document_of(page).context for page in (solved, row.proeftuin, row.knelpunt))
    pages = (solved, row.proeftuin, row.knelpunt)
    assert TrackerSource().affected(row.neveneffecten.get(), None) == {
        ("tracker", str(page.translation_key)) for page in pages
    }
    Toepassing.objects.get(pk=row.pk).unpublish()
    assert not any("Huurders" in text(client, url) for url in places)


def test_filters_on_side_effect_and_on_evidence_as_it_is_shown(
    tracker: Tracker, solved: Oplossing, client: Client
) -> None:
    other = tracker.oplossing("Belteam")
    row = tracker.toepassing(tracker.knelpunt(), other, tracker.proeftuin())
    tracker.neveneffect(row, aard="gewenst")
    example = tracker.toepassing(tracker.knelpunt(), other, tracker.proeftuin(), is_voorbeeld=True)
    tracker.neveneffect(example)

    def found(query: str) -> set[str]:
        rows: list[dict[str, Any]] = json.loads(b"".join(client.get(f"/programma/export/oplossingen.json?{query}")))  # type: ignore[arg-type]
        html = text(client, f"/oplossingen/?{query}")
        assert all(f">{row['titel']}</a>" in html for row in rows)
        return {row["titel"] for row in rows}

    assert found("neveneffect=ongewenst") == {"Noodbed"}
    assert found("neveneffect=gewenst") == {"Belteam"}
    assert found("bewijs=onafhankelijk_geevalueerd") == {"Noodbed"}
    assert found("bewijs=door_indiener") == {"Noodbed", "Belteam"}
    assert found("bewijs=lokaal_geevalueerd") == set()
    assert found("wit=ja") == {"Belteam"}


def test_a_page_says_what_it_means_in_the_words_of_the_rule(solved: Oplossing, client: Client) -> None:
    page = text(client, "/programma/bewijs/")
    assert all(rule in page for rule in (*VEROUDERING, *(words for _, words in REGELS)))
    assert "door indiener opgegeven" in page.lower()
    for url in ("/oplossingen/", solved.url, "/programma/matrix/", "/programma/witte-vlekken/"):
        assert 'href="/programma/bewijs/' in text(client, url)
    assert "/programma/bewijs/" in text(client, "/sitemap.xml")


def test_the_badge_and_the_words_beside_it_do_not_say_the_same(tracker: Tracker, client: Client) -> None:
    nobody = tracker.oplossing("Nergens")
    tracker.toepassing(tracker.knelpunt(), nobody, tracker.proeftuin(), bewijsgraad="onbeproefd")
    asked = BeautifulSoup(text(client, nobody.url), "html.parser").find("dt", string="Hoe sterk is het bewijs?")
    assert asked is not None
    assert asked.find_next("dd").get_text(" ", strip=True) == "Geen bewijs"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("known", "shown", "precision"),
    [
        ("2024", "in 2024", "jaar"),
        ("maart 2024", "in maart 2024", "maand"),
        ("omstreeks 2024", "omstreeks 2024", "omstreeks"),
    ],
)
def test_an_assessment_may_be_known_by_year_only(
    solved: Oplossing, client: Client, known: str, shown: str, precision: str
) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    row.beoordeeld_op = parse(known)
    check_toepassing(row)
    row.save()
    said = " ".join(BeautifulSoup(text(client, row.get_absolute_url()), "html.parser").get_text(" ").split())
    assert shown in said
    found = next(one for one in rows(client, "toepassingen") if one["proeftuin"] == "Alkmaar")
    assert (found["beoordeeld_op"], found["beoordeeld_op_precisie"]) == (parse(known).edtf, precision)
    (verdict,) = rows(client, "oplossingen")
    assert (verdict["nieuwste_beoordeling"], verdict["nieuwste_beoordeling_precisie"]) == (parse(known).edtf, precision)


def test_an_assessment_of_a_day_that_nobody_knows_proves_nothing(solved: Oplossing, client: Client) -> None:
    row = Toepassing.objects.get(proeftuin__title="Alkmaar")
    row.beoordeeld_op = parse("onbekend")
    with pytest.raises(ValidationError, match="desnoods alleen het jaar"):
        check_toepassing(row)
    row.save()
    assert {found["bewijs"] for found in rows(client, "toepassingen")} == {"door indiener opgegeven"}
    assert "Door indiener opgegeven." in text(client, solved.url)
