"""Every state has a look of its own, so that colour never carries the meaning alone."""

import lucide
import pytest

from portal.choices import AanbevelingStatus, GetoondBewijs, Resultaat, WijzigingSoort
from portal.pages.badges import LOOKS, NEUTRAL, look_of
from proeftuinen.choices import (
    Bewijskracht,
    KnelpuntStatus,
    MijlpaalStatus,
    NeveneffectAard,
    Stadium,
    Uitspraak,
)

GROUPS = [
    AanbevelingStatus, Bewijskracht, GetoondBewijs, KnelpuntStatus, MijlpaalStatus, NeveneffectAard, Resultaat, Stadium,
    Uitspraak, WijzigingSoort,
]  # fmt: skip


@pytest.mark.parametrize("choices", GROUPS)
def test_each_choice_has_a_look(choices):
    assert not [value for value in choices.values if value not in LOOKS]


@pytest.mark.parametrize("choices", GROUPS)
def test_states_of_one_group_differ_by_icon(choices):
    icons = [look_of(value).icon for value in choices.values]
    assert len(set(icons)) == len(icons)


@pytest.mark.parametrize("look", [*LOOKS.values(), NEUTRAL])
def test_icon_exists(look):
    assert lucide._render_icon(look.icon, 16)


def test_hyphen_space_and_case_do_not_matter():
    assert look_of("Werkte deels") == look_of("werkte-deels") == LOOKS["werkte_deels"]


def test_unknown_kind_is_neutral():
    assert look_of("iets nieuws") == NEUTRAL
