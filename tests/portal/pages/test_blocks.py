"""What an editor reads when choosing a block: a Dutch name with a capital, and a picture of its own."""

from collections.abc import Iterator

import pytest
from wagtail.blocks import Block

from portal.blocks import BodyBlock, KetenpartnersBlock, LinksBlock
from proeftuinen.blocks import IndicatorBlock

# The names that code uses; none of them is a word for an editor.
CODE_NAMES = {"heading", "callout", "uitklap", "body"}


def choices() -> Iterator[tuple[str, Block]]:
    for stream in (BodyBlock(), KetenpartnersBlock()):
        for name, block in stream.child_blocks.items():
            yield f"{type(stream).__name__}.{name}", block
    yield "LinksBlock", LinksBlock()
    yield "IndicatorBlock", IndicatorBlock()


@pytest.mark.parametrize(("name", "block"), list(choices()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_block_has_a_name_and_an_icon(name: str, block: Block) -> None:
    label = str(block.label)
    assert label[0].isupper()
    assert label.lower() not in CODE_NAMES
    assert block.meta.icon != "placeholder"


def test_two_blocks_do_not_share_an_icon() -> None:
    icons = [block.meta.icon for block in BodyBlock().child_blocks.values()]
    assert len(icons) == len(set(icons))
