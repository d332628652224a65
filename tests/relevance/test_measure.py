"""The measures themselves, on answers small enough to work out by hand."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest

from search.language.dutch import Language
from tests.relevance import judged, known_item
from tests.relevance.judged import Topic
from tests.relevance.measure import by_kind, chance, figures, ndcg, overlap
from tests.search.documents import document

TOPIC = Topic("1", "titel", "meldroute", {"a": 3, "b": 2, "c": 0})
NOTHING = Topic("2", judged.NOTHING, "ruimtevaart")


def test_the_best_order_gains_one_and_another_less() -> None:
    assert ndcg(TOPIC, ["a", "b", "c"]) == 1.0
    assert ndcg(TOPIC, ["b", "a"]) == pytest.approx((3 + 7 / log2(3)) / (7 + 3 / log2(3)))
    assert ndcg(TOPIC, ["c", "x"]) == ndcg(TOPIC, []) == 0.0
    assert ndcg(TOPIC, ["x"] * 10 + ["a"]) == 0.0


def test_figures() -> None:
    found = figures([TOPIC, NOTHING], {"1": ["c", "x", "b", "y"], "2": []})
    assert (found.questions, found.success, found.zero, found.unjudged) == (2, 1.0, 0.5, 0.5)
    lost = figures([TOPIC, NOTHING], {"1": ["c", "x", "y", "a"], "2": ["a"]})
    assert (lost.success, lost.zero) == (0.0, 0.0)
    assert set(by_kind([TOPIC, NOTHING], {"1": [], "2": []})) == {"titel", judged.NOTHING, "alles"}


def test_overlap_counts_the_first_ten() -> None:
    assert overlap([], []) == 1.0
    assert overlap(["a"], []) == 0.0
    assert overlap(["a", "b"], ["b", "c", "d", "e"]) == 0.25
    assert overlap([*"abcdefghij", "x"], [*"jihgfedcba", "y"]) == 1.0


def test_chance_is_certain_of_nothing_and_doubts_the_obvious_little() -> None:
    assert chance([]) == chance([0.0, 0.0]) == 1.0
    assert chance([0.1, -0.1, 0.2, -0.2]) > 0.9
    assert chance([0.1] * 20) < 0.001
    # Eight equal differences: both extremes out of 256 throws.
    assert chance([1.0] * 8) == pytest.approx(2 / 256, abs=0.003)
    assert chance([0.1, 0.2, -0.05, 0.3]) == chance([0.1, 0.2, -0.05, 0.3])


def test_known_items_that_several_titles_answer_are_told_apart() -> None:
    titles = (
        "Besluit over de bouw van schepen",
        "Besluit over schepen in de bouw",
        "Regeling honden in het park",
        "Wet",
    )
    documents = [document(str(number), title) for number, title in enumerate(titles)]
    found = {item.key: item for item in known_item.questions(documents, Language())}
    assert {key: item.alone for key, item in found.items()} == {"pagina:0": False, "pagina:1": False, "pagina:2": True}
    assert sorted(found["pagina:2"].text.split()) == ["honden", "park", "regeling"]
    assert known_item.questions(documents, Language()) == known_item.questions(documents, Language())


def test_grades_are_stored_and_read(tmp_path: Path) -> None:
    grades = {"1": {"/b/": 2, "/a/": 0}, "2": {"/a/": 3}}
    judged.write_qrels(grades, tmp_path / "qrels.txt")
    assert judged.qrels(tmp_path / "qrels.txt") == grades
    assert judged.qrels(tmp_path / "none.txt") == {}


def test_the_set_is_whole() -> None:
    topics = judged.topics()
    assert len(topics) >= 150
    assert len({topic.qid for topic in topics}) == len({topic.text for topic in topics}) == len(topics)
    for kind in judged.kinds(topics):
        assert sum(topic.kind == kind for topic in topics) >= 12, kind
    assert len(judged.kinds(topics)) == 10
    assert set(judged.qrels()) <= {topic.qid for topic in topics}
    for topic in topics:
        good = [one for one, grade in topic.grades.items() if grade >= 2]
        assert bool(good) == (topic.kind != judged.NOTHING), topic
        assert set(topic.grades.values()) <= {0, 1, 2, 3}
