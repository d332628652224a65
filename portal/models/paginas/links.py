"""Where to read on, elsewhere; and the glossary."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from ...blocks import LinksBlock
from ...soorten import Soort
from .pagina import Pagina


class Links(Pagina):
    """Links to other sites, in groups."""

    groepen = StreamField(StreamBlock([("links", LinksBlock())], required=False), verbose_name="groepen", blank=True)

    declaration = Soort(icon="link", searched=("groepen",), context="portal.pages.contexts.links_context")
    template = "portal/links.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    max_count = 1
    type_panels = [FieldPanel("groepen")]

    class Meta:
        verbose_name = "links"
        verbose_name_plural = "links"
