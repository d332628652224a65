"""When a word is near enough to be meant; the same for both engines."""

from __future__ import annotations

from rapidfuzz.distance import OSA

SHORTEST = 4
LONGEST = 40
LONG = 8


def correctable(word: str) -> bool:
    """Whether a correction is looked for at all: no numbers, no very short or endless words."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def reach_of(word: str) -> int:
    """How many letters may be wrong."""
    return 2 if len(word) >= LONG else 1


def is_near(word: str, candidate: str) -> bool:
    """Few letters differ, and it begins or ends in the same way."""
    if not candidate.isalpha() or not (candidate[:2] == word[:2] or candidate[-3:] == word[-3:]):
        return False
    reach = reach_of(word)
    return OSA.distance(word, candidate, score_cutoff=reach) <= reach
