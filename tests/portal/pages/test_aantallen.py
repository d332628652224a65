"""How many are real, and what is said of the examples beside them."""

import pytest

from portal.pages.aantallen import NIETS, Aantal, amount, counted, total


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Aantal(), "0"),
        (Aantal(1_234), "1.234"),
        (Aantal(3, 1), "3, en 1 voorbeeld"),
        (Aantal(0, 22), "0, en 22 voorbeelden"),
        (Aantal(1, 12_345), "1, en 12.345 voorbeelden"),
    ],
)
def test_in_words(found: Aantal, words: str) -> None:
    assert str(found) == words


def test_counting() -> None:
    assert counted([("a", True, 2), ("a", False, 3), ("b", 0, 1)]) == {"a": Aantal(3, 2), "b": Aantal(1)}
    assert counted([("a", "b", 1, 4)]) == {("a", "b"): Aantal(0, 4)}
    assert amount([True, False, False]) == Aantal(2, 1)
    assert total([Aantal(1, 2), Aantal(3, 4)]) == Aantal(4, 6)
    assert total([]) == NIETS
    assert not NIETS
    assert Aantal(0, 1)
