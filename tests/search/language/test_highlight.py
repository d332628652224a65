"""What is marked in a text, and which pieces of it are shown."""

from __future__ import annotations

import random

import pytest

from search.language.compounds import lexicon
from search.language.dutch import Language
from search.language.highlight import FRAGMENT, Highlighter
from search.language.thesaurus import build
from search.language.written import Forms
from search.plan import make_plan
from search.types import Attachment, Marked
from tests.search.documents import TERMS

LANGUAGE = Language()
FORMS = Forms(LANGUAGE)
THESAURUS = build(TERMS, LANGUAGE)
FILLER = "Dit is een zin die nergens over gaat en alleen ruimte inneemt. " * 12


def highlighter(text: str) -> Highlighter:
    """A highlighter for a question."""
    return Highlighter(make_plan(text, LANGUAGE, THESAURUS), FORMS)


def shown(marked: Marked) -> str:
    """The text with its marks as brackets."""
    return "".join(f"[{span.text}]" if span.marked else span.text for span in marked)


def test_inflections_compounds_and_parts_are_marked() -> None:
    assert shown(highlighter("melding").title("Meldingen, gemeld aan de meldkamer")) == (
        "[Meldingen], [gemeld] aan de [meldkamer]"
    )
    assert shown(highlighter("signaal").title("Signalen en signalering")) == "[Signalen] en signalering"
    assert shown(highlighter("uitbuiting").title("Over arbeidsuitbuiting")) == "Over [arbeidsuitbuiting]"
    assert shown(highlighter("arbeidsuitbuiting").title("Uitbuiting bij arbeid")) == "[Uitbuiting] bij [arbeid]"
    assert shown(highlighter("mensenhandel").title("Geen mensensmokkel")) == "Geen mensensmokkel"
    assert shown(highlighter("zorgcoordinator").title("De zorgcoördinator")) == "De [zorgcoördinator]"


def test_other_wordings_are_marked_whole() -> None:
    assert shown(highlighter("OM").title("Het Openbaar Ministerie, kort OM")) == "Het [Openbaar Ministerie], kort [OM]"
    assert shown(highlighter("OM").title("Het openbaar vervoer om de hoek")) == "Het openbaar vervoer om de hoek"


def test_a_word_within_a_word_is_not_marked() -> None:
    assert shown(highlighter("wet").title("wet, wethouder, wetten")) == "[wet], [wethouder], [wetten]"
    assert shown(highlighter("rol").title("controle en rol")) == "controle en [rol]"


def test_fragments_show_where_the_words_are() -> None:
    text = f"{FILLER}Hier staat opvang. {FILLER}Daar staan opvang en tolken bij elkaar. {FILLER}"
    first, *rest = highlighter("opvang tolken").fragments(text)
    assert "[opvang] en [tolken]" in shown(first)
    assert not rest or "tolken" not in shown(rest[0])
    assert all(len("".join(span.text for span in piece)) < FRAGMENT * 2 for piece in (first, *rest))
    assert shown(first).startswith("… ")
    assert shown(first).endswith(" …")


def test_nothing_to_mark_gives_no_fragments() -> None:
    assert highlighter("opvang").fragments(FILLER) == ()
    assert highlighter("").fragments(FILLER) == ()


def test_the_page_of_an_attachment_is_named() -> None:
    files = [
        Attachment("Kaart", "/bestand/1", ("Niets hier.", "Alleen opvang.")),
        Attachment("Gids", "/bestand/2", ("Voorblad", "Tolken", "Opvang en tolken")),
    ]
    found = highlighter("opvang tolken").attachment(files)
    assert found is not None
    assert (found.title, found.page, shown(found.fragment)) == ("Gids", 3, "[Opvang] en [tolken]")
    assert highlighter("anders").attachment(files) is None


@pytest.mark.parametrize(
    "question",
    ["mensenhandel in de zorg", "slachtofferhulp", "wet werk", "OM inspectie", "'s avonds", "zorg-coördinator"],
)
def test_a_word_is_marked_in_any_text_as_it_is_alone(question: str) -> None:
    dice = random.Random(7)
    words = dice.sample(sorted(lexicon()), 500)
    words += [one + other for one, other in zip(words, dice.sample(words, 150), strict=False)]
    words += ["Mensenhandel", "slachtoffers", "zorgcoördinatoren", "werkt", "wetgeving", "OM", "om", "hulp", "avonds"]
    words += [f"{dice.choice(words)}{dice.choice('.,;:!/»')}{dice.choice(words)}" for _ in range(50)]
    alone = {word: shown(highlighter(question).title(word)) for word in words}
    assert any(word != marked for word, marked in alone.items())
    text, expected = " ".join(alone), " ".join(alone.values())
    known, plan = Forms(LANGUAGE), make_plan(question, LANGUAGE, THESAURUS)
    before = Highlighter(plan, known)
    # Words that are met for the first time, that are known before the question, and that others learned meanwhile.
    for finder in (before, Highlighter(plan, known), before):
        assert shown(finder.title(text)) == expected
    between = Highlighter(plan, Forms(LANGUAGE))
    between.title("iets anders")
    between._forms.learn(set(words))
    assert shown(between.title(text)) == expected
