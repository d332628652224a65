"""StreamField blocks, split by what an editor does with them."""

from .body import BodyBlock
from .ketenpartners import KetenpartnersBlock
from .links import LinkBlock, LinksBlock
from .markdown import MarkdownBlock

__all__ = ["BodyBlock", "KetenpartnersBlock", "LinkBlock", "LinksBlock", "MarkdownBlock"]
