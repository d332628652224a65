"""The body of every page."""

from wagtail import blocks

from .callout import CalloutBlock
from .contact import ContactBlock
from .ketenpartners import KetenpartnersBlock
from .links import LinksBlock
from .markdown import MarkdownBlock
from .media import AfbeeldingBlock, DocumentBlock, VideoBlock, tabel_block
from .stappen import StappenBlock
from .text import CitaatBlock, HeadingBlock, TekstBlock, UitklapBlock


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(group="tekst")
    tekst = TekstBlock(group="tekst")
    callout = CalloutBlock(group="tekst")
    citaat = CitaatBlock(group="tekst")
    uitklap = UitklapBlock(group="tekst")
    markdown = MarkdownBlock(group="tekst")
    stappen = StappenBlock(group="doen")
    contact = ContactBlock(group="doen")
    links = LinksBlock(group="doen")
    afbeelding = AfbeeldingBlock(group="beeld en bestand")
    video = VideoBlock(group="beeld en bestand")
    document = DocumentBlock(group="beeld en bestand")
    tabel = tabel_block()
    ketenpartners = KetenpartnersBlock(group="afgeschermd")
