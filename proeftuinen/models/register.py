"""The sections of the tracker."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from portal.models import Pagina

from ..choices import Registersoort


class Register(Pagina):
    """A section that lists every proeftuin, knelpunt or oplossing below it, with filters."""

    toont = models.CharField("toont", max_length=20, choices=Registersoort.choices)

    announces_itself = False
    template = "proeftuinen/register.html"
    parent_page_types = ["portal.Home"]
    subpage_types = ["proeftuinen.Proeftuin", "proeftuinen.Knelpunt", "proeftuinen.Oplossing"]
    type_panels = [FieldPanel("toont")]

    def list_queryset(self, reader, params):
        """The records of this register that `reader` may see and that match the filter in `params`."""
        from ..selectors.register import register_queryset

        return register_queryset(self, reader, params)

    def extra_context(self, request, reader) -> dict:
        from ..selectors.register import register_list

        return register_list(self, reader, request.GET)

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
    def can_create_at(cls, parent) -> bool:
        if not super().can_create_at(parent):
            return False
        return parent.specific.toont == cls._meta.model_name
