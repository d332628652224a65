"""Dutch as the index knows it. The expected values were written down first, by hand."""

from __future__ import annotations

import sys
import threading

import pytest

from search.language import dutch as language
from search.language.compounds import Splitter
from search.language.dutch import Language, clean, fold, stem, tokens

COMPOUNDS = """
    prostitutiebeleid=prostitutie+beleid arbeidsuitbuiting=arbeid+uitbuiting slachtofferhulp=slachtoffer+hulp
    verblijfsvergunning=verblijf+vergunning barrieremodel=barriere+model mensenhandel=mens+handel
    raamprostitutie=raam+prostitutie ketenpartners=keten+partners informatiedeling=informatie+deling
    aandachtsfunctionaris=aandacht+functionaris zorgcoordinator=zorg+coordinator meldroute=meld+route
    signaalkaart=signaal+kaart toezichthouder=toezicht+houder omgevingsplan=omgeving+plan
    bestemmingsplan=bestemming+plan jeugdhulpverlener=jeugd+hulp+verlener meldingsbereidheid=melding+bereidheid
    aangiftebereidheid=aangifte+bereidheid politieregio=politie+regio persoonsgegevens=persoon+gegevens
    hennepknipper=hennep+knipper winkeldiefstal=winkel+diefstal orgaanverwijdering=orgaan+verwijdering
    opsporingsdienst=opsporing+dienst arbeidsinspectie=arbeid+inspectie bestuursdwang=bestuur+dwang
    gemeenteraad=gemeente+raad wijkagent=wijk+agent nagelsalon=nagel+salon uitzendbranche=uitzend+branche
    praktijkvoorbeeld=praktijk+voorbeeld belastingdienst=belasting+dienst eindrapportage=eind+rapportage
    tuinbouw=tuin+bouw schuldhulpverlening=schuld+hulp+verlening
""".split()
WHOLE = """
    burgemeester huisvesting werkgever vergunning samenwerking minderjarige slachtoffer overheid voorlichting overleg
    vertrouwen vervolging uitkering inburgering gemeentelijke ondersteuning criminaliteit weerbaarheid bestuurlijk
    signalen tolken vluchtelingen bedelarij handreiking knelpunt
""".split()
SAME_STEM = """
    gemeente=gemeenten gemeente=gemeentes organisatie=organisaties sector=sectoren signaal=signalen huis=huizen
    bedrijf=bedrijven wet=wetten zaak=zaken proces=processen barriere=barrieres functie=functies risico=risicos
    prostituee=prostituees kind=kinderen slachtoffer=slachtoffers vergunning=vergunningen methode=methodes
    zorgcoordinator=zorgcoordinatoren controle=controles melding=meldingen handelaar=handelaren
    melding=melden melding=gemeld sluiting=sluiten werving=werven uitbuiting=uitgebuite aanmelden=aangemeld
    woning=wonen delen=deling
""".split()


@pytest.mark.parametrize("pair", COMPOUNDS)
def test_compounds_are_split(pair: str) -> None:
    word, _, parts = pair.partition("=")
    assert "+".join(Splitter().split(word)) == parts


@pytest.mark.parametrize("word", WHOLE)
def test_whole_words_stay_whole(word: str) -> None:
    assert Splitter().split(word) == ()


def test_own_words_are_parts_too() -> None:
    assert Splitter().split("proeftuinxyzzyloket") == ()
    assert Splitter(["xyzzy"]).split("xyzzyloket") == ("xyzzy", "loket")


@pytest.mark.parametrize("pair", SAME_STEM)
def test_forms_of_a_word_meet(pair: str) -> None:
    one, _, other = pair.partition("=")
    assert stem(one) == stem(other)


def test_words_that_differ_stay_apart() -> None:
    assert stem("politie") != stem("politiek")
    assert stem("uitbuiting") != stem("uitkering")


def test_words_of_a_text() -> None:
    words = list(Language().words("Het OM en de Coördinator om e-learning in Noord-Holland (art. 273f)"))
    assert [word.stem for word in words] == [
        "", "om", "", "", "coordinator", "", "elearn", "", "noordholland", "art", "273f",
    ]  # fmt: skip
    assert words[6].parts == ("learning",)
    assert words[8].parts == ("noord", "holland")


def test_folding_and_cleaning() -> None:
    assert fold("Coördinatiecentrum") == "coordinatiecentrum"
    assert fold("foto's") == "fotos"
    assert clean("een\x00 \ud800twee\u202e\n\tdrie\u00ad") == "een twee drie"
    assert clean("cafe\u0301") == "café"


def test_tokens_know_their_place() -> None:
    text = "«Één» e-mail's einde."
    assert [text[token.start : token.end] for token in tokens(text)] == ["Één", "e-mail's", "einde"]


def test_threads_that_stem_at_once_do_not_mix_their_words() -> None:
    """A web process answers with several threads, and the stemmer keeps the word that it is busy with."""
    stems = ("huisvest", "werk", "teken")
    words = [f"{begin}{middle}ingen" for begin in ("be", "ver", "ont", "uit") for middle in stems]
    expected = [language.stem(word) for word in words]
    seen: list[list[str]] = []

    def stem_all() -> None:
        for _ in range(40):
            language._stems.clear()
            seen.append([language.stem(word) for word in words])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=stem_all) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(seen) == 160
    assert all(found == expected for found in seen)
