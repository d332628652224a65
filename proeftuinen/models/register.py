"""The sections of the tracker."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.models import Pagina
from portal.soorten import Soort

from ..choices import Registersoort


class Register(Pagina):
    """A section that lists every proeftuin, knelpunt or oplossing below it, with filters."""

    toont = models.CharField("toont", max_length=20, choices=Registersoort.choices)

    declaration = Soort(
        left_out="a section is found through what stands in it",
        context="proeftuinen.pages.register_context",
        listing="proeftuinen.selectors.register.register_queryset",
    )
    template = "proeftuinen/register.html"
    parent_page_types = ["portal.Home"]
    subpage_types = ["proeftuinen.Proeftuin", "proeftuinen.Knelpunt", "proeftuinen.Oplossing"]
    type_panels = [FieldPanel("toont")]

    class Meta:
        verbose_name = "register"
        verbose_name_plural = "registers"


class InRegister(Pagina):
    """A record of the tracker lives in the register that lists its type."""

    parent_page_types = ["proeftuinen.Register"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        if not super().can_create_at(parent):
            return False
        return parent.specific.toont == cls._meta.model_name
