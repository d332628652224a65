"""The front page."""

from django.db import models
from django.db.models import F
from django.http import Http404, HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from ...soorten import Soort, lineage
from .pagina import Pagina


class Home(Pagina):
    """Search first, then the state of the programme, what is new, and ways in by role and by fase."""

    kopregel = models.CharField("kopregel", max_length=120, help_text="De grote zin boven het zoekvak.")

    declaration = Soort(
        icon="house",
        schema_org="WebSite",
        left_out="it is where everybody begins",
        context="portal.pages.contexts.home_context",
    )
    template = "portal/home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    type_panels = [
        FieldPanel("kopregel"),
        InlinePanel("uitgelicht", heading="uitgelicht", label="pagina", max_num=6),
    ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Itself, or the page below it."""
        if not path_components:
            return super().route(request, path_components)
        return route_below(self, path_components)

    class Meta:
        verbose_name = "home"
        verbose_name_plural = "home"


def route_below(root: Page, path_components: list[str]) -> RouteResult:
    """The live page at this address below `root`, found with its ancestors in one query. Raises Http404."""
    paths = [root.url_path]
    for component in path_components:
        paths.append(f"{paths[-1]}{component}/")
    found = list(
        Page.objects.filter(url_path__in=paths).annotate(is_voorbeeld=F("pagina__is_voorbeeld")).order_by("depth")
    )
    if found and found[-1].url_path == paths[-1] and found[-1].live:
        return RouteResult(_detail(found[-1]), kwargs={"ancestors": found[:-1]})
    raise Http404


def _detail(page: Page) -> Page:
    """The page as its own type, with the relations that its template shows, in one query."""
    model = page.specific_class
    if model is None or not issubclass(model, Pagina):
        return page.specific
    return model.objects.select_related(*(name for soort in lineage(model) for name in soort.detail)).get(pk=page.pk)


class Uitgelicht(Orderable):
    home = ParentalKey(Home, on_delete=models.CASCADE, related_name="uitgelicht")
    doel = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("doel")]

    class Meta(Orderable.Meta):
        verbose_name = "uitgelicht"
        verbose_name_plural = "uitgelicht"
