"""Where to read on, elsewhere; and the glossary."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from ...blocks import LinksBlock
from .pagina import Pagina


class Links(Pagina):
    """Links to other sites, in groups."""

    groepen = StreamField(StreamBlock([("links", LinksBlock())], required=False), verbose_name="groepen", blank=True)

    announces_itself = False
    template = "portal/links.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    max_count = 1
    type_panels = [FieldPanel("groepen")]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import links_context

        return links_context(self, request, reader)

    class Meta:
        verbose_name = "links"
        verbose_name_plural = "links"
