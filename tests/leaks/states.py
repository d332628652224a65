"""In what ways a text can be hidden, and to whom: a token per state, in every text that the state hides.

`word` is a word to search for, of its own, because a page repeats what somebody searched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHARED = "gezamenlijkwoord"
PUBLIC = "opzichtbaar"

ANONIEM, SCHRIJVER, GROEP_A, GROEP_B, REDACTEUR = "anoniem", "schrijver", "groep A", "groep B", "redacteur"
READERS = (ANONIEM, SCHRIJVER, GROEP_A, GROEP_B, REDACTEUR)
# A writer may write in the admin and belongs to no group for which something is closed.
OUTSIDE = frozenset({ANONIEM, SCHRIJVER})
PARTNERS = frozenset({GROEP_A, GROEP_B, REDACTEUR})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """`hidden_from` must find nothing of it; `shown_to` must, or the token would be nowhere.

    `was_open`: everybody could read it, and the index knew it, until it was hidden.
    """

    name: str
    hidden_from: frozenset[str]
    shown_to: frozenset[str] = NOBODY
    was_open: bool = False

    @property
    def token(self) -> str:
        return token(self.name)


def token(state: str) -> str:
    """What may never be read by those from whom it is hidden."""
    return f"qq{state}qq"


def word(state: str) -> str:
    """What may be asked, and never finds."""
    return f"vraag{state}"


def _gone(*names: str, was_open: bool) -> list[State]:
    return [State(name, frozenset(READERS), was_open=was_open) for name in names]


def _closed(*names: str, was_open: bool) -> list[State]:
    return [State(name, OUTSIDE, PARTNERS, was_open) for name in names]


def _by_name(states: Iterable[State]) -> dict[str, State]:
    return {state.name: state for state in states}


# Of a whole page, of each type. Toepassingen, Aanbevelingen and steps that hang on the page share them.
PAGE_STATES = _by_name(
    [
        *_gone("concept", "gepland", was_open=False),
        *_gone("vanafgehaald", "verlopen", "verwijderd", "verzonnen", was_open=True),
        *_closed("besloten", "onderbesloten", "verplaatst", was_open=True),
        State("groep", OUTSIDE | {GROEP_B}, frozenset({GROEP_A, REDACTEUR}), was_open=True),
    ]
)
# Of a page that stays public: what an editor has not published yet, or took out of it.
TEXT_STATES = _by_name(
    [
        *_gone("overlive", was_open=False),
        *_gone("zin", was_open=True),
        *_closed("kader", was_open=True),
        *_closed("blok", was_open=False),
    ]
)
# Of a record that is published on its own: Toepassing and Aanbeveling, with their steps and what was told of them.
RECORD_STATES = _by_name(
    [
        *_gone("rijconcept", "rijgepland", "rijoverlive", was_open=False),
        *_gone("rijingetrokken", "rijverlopen", "rijverwijderd", was_open=True),
    ]
)
# Of a file that stands only in what is closed. An editor may see it in the admin, so nothing is asked of that reader.
FILE_STATES = _by_name(
    state
    for kind in ("stuk", "beeld")
    for state in (
        State(f"{kind}concept", OUTSIDE | {GROEP_A, GROEP_B}),
        State(f"{kind}kader", OUTSIDE, frozenset({GROEP_A, GROEP_B})),
        State(f"{kind}besloten", OUTSIDE, frozenset({GROEP_A, GROEP_B}), was_open=True),
        State(f"{kind}groep", OUTSIDE | {GROEP_B}, frozenset({GROEP_A}), was_open=True),
    )
)
OTHER_STATES = _by_name(
    [
        # A private collection, whatever uses it; and one that became private.
        *_closed("document", "beeld", was_open=False),
        *_closed("verhuisd", was_open=True),
        # In a workflow, and sent back with a comment.
        *_gone("afgewezen", was_open=False),
        # The name of who owns a page.
        *_gone("eigenaar", was_open=False),
        # The new slug of a closed page, asked by its old address.
        *_closed("slug", was_open=False),
        # A section of so many pages that its closing waits for the worker.
        *_closed("velen", was_open=True),
        # A copy of a closed page, beside open ones.
        *_closed("kopie", was_open=False),
        # A record that was merged into one that was closed afterwards.
        *_closed("samengevoegd", was_open=True),
    ]
)
STATES: dict[str, State] = PAGE_STATES | TEXT_STATES | RECORD_STATES | FILE_STATES | OTHER_STATES
