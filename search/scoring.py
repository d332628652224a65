"""The weights of the ranking, for both engines. Measured on 13,740 Dutch regulations; change them with figures."""

from __future__ import annotations

# How many of the question's words a document has weighs most: a rare compound must not outweigh all the others.
COVERED = 6
COVERED_IN_TITLE = 4
# Another wording of a term is a good answer, and never better than the word that was typed.
COVERED_BY_OTHER_WORDING = 4
COVERED_IN_TITLE_BY_OTHER_WORDING = 2
OTHER_WORDING = 0.4

TITLE = 2.0
BODY_PARTS = 0.5
TIE = 0.3

# Words in more than this share of the documents say nothing in running text; in a title they still do.
COMMON_SHARE = 0.2

# What ages keeps this share of its weight for ever, and loses half of the rest in so many days.
LASTING = 0.6
HALF_LIFE_DAYS = 365.0


def decay(days: int) -> float:
    """The factor for the score of something that ages and is so many days old."""
    return LASTING + (1.0 - LASTING) * 0.5 ** (max(0, days) / HALF_LIFE_DAYS)
