"""News ages; the rest of the portal does not."""

import datetime

from django.db import models
from wagtail.admin.panels import FieldPanel

from .overzicht import InOverzicht


class Nieuws(InOverzicht):
    datum = models.DateField("datum", default=datetime.date.today)

    template = "portal/nieuws.html"
    parent_page_types = ["portal.Overzicht"]
    subpage_types: list[str] = []
    type_panels = [FieldPanel("datum")]

    class Meta:
        verbose_name = "nieuws"
        verbose_name_plural = "nieuws"
