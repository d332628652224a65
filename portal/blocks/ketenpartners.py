"""The part of a page that only ketenpartners may read."""

from wagtail import blocks

from .callout import CalloutBlock
from .contact import ContactBlock
from .links import LinksBlock
from .media import AfbeeldingBlock, DocumentBlock, tabel_block
from .stappen import StappenBlock
from .text import HeadingBlock, TekstBlock, UitklapBlock


class KetenpartnersBlock(blocks.StreamBlock):
    """Closed text: `visibility.blocks_for` drops it for who may not read it, search keeps it in a field of its own."""

    heading = HeadingBlock()
    tekst = TekstBlock()
    callout = CalloutBlock()
    uitklap = UitklapBlock()
    stappen = StappenBlock()
    contact = ContactBlock()
    links = LinksBlock()
    tabel = tabel_block()
    document = DocumentBlock()
    afbeelding = AfbeeldingBlock()

    class Meta:
        icon = "lock"
        label = "Alleen voor ketenpartners"
        help_text = (
            "Alleen ketenpartners en redacteuren die zijn ingelogd lezen dit. Voor anderen bestaat het niet: ook niet "
            "in zoeken en feeds."
        )
        template = "blocks/ketenpartners.html"
