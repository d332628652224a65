"""The front page."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from .pagina import Pagina


class Home(Pagina):
    """Search first, then the state of the programme, what is new, and ways in by role and by fase."""

    kopregel = models.CharField("kopregel", max_length=120, help_text="De grote zin boven het zoekvak.")

    announces_itself = False
    template = "portal/home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    type_panels = [
        FieldPanel("kopregel"),
        InlinePanel("uitgelicht", heading="uitgelicht", label="pagina", max_num=6),
    ]

    def extra_context(self, request, reader) -> dict:
        from ..page_contexts import home_context

        return home_context(self, request, reader)

    class Meta:
        verbose_name = "home"
        verbose_name_plural = "home"


class Uitgelicht(Orderable):
    home = ParentalKey(Home, on_delete=models.CASCADE, related_name="uitgelicht")
    doel = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("doel")]

    class Meta(Orderable.Meta):
        verbose_name = "uitgelicht"
        verbose_name_plural = "uitgelicht"
