"""A typed question becomes a plan: pure, so compared with ==."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.dutch import Language
from search.language.thesaurus import Thesaurus, build
from search.plan import LONGEST_QUESTION, MOST_WORDS, Expansion, Plan, make_plan
from tests.search.documents import TERMS

LANGUAGE = Language()
THESAURUS = build(TERMS, LANGUAGE)


def plan(text: str, thesaurus: Thesaurus = THESAURUS) -> Plan:
    """The plan for a question."""
    return make_plan(text, LANGUAGE, thesaurus)


def test_stop_words_and_doubles_are_dropped() -> None:
    assert [word.stem for word in plan("wat moet ik met de melding en meldingen").words] == ["meld"]


def test_quotes_and_minus() -> None:
    made = plan('opvang "gedwongen arbeid" -bouw -"land en tuinbouw" e-learning')
    assert made.required == (("gedwong", "arbeid"),)
    assert made.excluded == (("bouw",), ("land", "0en", "tuinbouw"))
    assert [word.surface for word in made.words] == ["opvang", "gedwongen", "arbeid", "elearning"]


def test_an_abbreviation_leads_to_the_full_form_and_back() -> None:
    assert plan("OM").expansions == (Expansion(frozenset({0}), (("open", "ministerie"),)),)
    assert plan("openbaar ministerie").expansions == (Expansion(frozenset({0, 1}), (("om",),)),)
    assert plan("riec").words[0].stem == "riec"


def test_a_former_name_leads_to_all_names() -> None:
    (expansion,) = plan("controle Inspectie SZW").expansions
    assert expansion.covers == {1, 2}
    assert ("nederland", "arbeidsinspectie") in expansion.phrases or len(expansion.phrases) == 3


def test_om_alone_is_the_abbreviation_and_in_a_sentence_the_preposition() -> None:
    assert [word.stem for word in plan("om").words] == ["om"]
    assert [word.stem for word in plan("om te melden").words] == ["meld"]
    assert [word.stem for word in plan("wie doet wat").words] == ["0wie", "0doet", "0wat"]


def test_loose_words_are_joined_in_either_order() -> None:
    surfaces = {join.surface for join in plan("beleid prostitutie").joins}
    assert {"prostitutiebeleid", "beleidprostitutie", "beleidsprostitutie"} <= surfaces


@pytest.mark.parametrize("text", ["woord " * 2000, " ".join(f"w{n}" for n in range(2000)), "x" * 5000, "a " * 5000])
def test_long_questions_are_cut_and_say_so(text: str) -> None:
    made = plan(text)
    assert made.shortened
    assert len(made.words) <= MOST_WORDS


@pytest.mark.parametrize(("words", "needed"), [(1, (1,)), (2, (1,)), (3, (2, 1)), (6, (3, 1)), (12, (6, 3, 1))])
def test_an_answer_has_half_of_the_words_or_where_few_have_fewer(words: int, needed: tuple[int, ...]) -> None:
    assert plan(" ".join(f"w{number}" for number in range(words))).needed == needed


def test_a_phrase_keeps_its_stop_words() -> None:
    assert plan('"zonder toestemming"').required == (("0zonder", "toestem"),)
    assert [word.surface for word in plan('"zonder toestemming"').words] == ["toestemming"]
    assert plan('"van de" opvang').required == (("0van", "0de"),)
    # One says nothing, or is an abbreviation.
    assert plan('"om"') == plan("om")


@pytest.mark.parametrize("text", ["()", '""', "-", "🙂", "البشر", "людьми", '"торговля людьми"', "-🙂", "***"])
def test_nothing_left_is_not_nothing_asked(text: str) -> None:
    assert plan(text) == Plan(strange=True)


@pytest.mark.parametrize("text", ["", "  ", "-bouw", "om", "🙂 opvang"])
def test_something_left_or_nothing_asked(text: str) -> None:
    assert not plan(text).strange


@given(st.text(max_size=LONGEST_QUESTION * 2))
def test_any_text_is_a_plan_of_plain_letters(text: str) -> None:
    made = plan(text)
    stems = [word.stem for word in made.words] + [
        stem for phrase in (*made.required, *made.excluded) for stem in phrase
    ]
    assert all(stem and stem.isascii() and stem.isalnum() and stem.lower() == stem for stem in stems)
