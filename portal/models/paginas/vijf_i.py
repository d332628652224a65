"""The five I's: what somebody else needs to know to do the same (Ekblom; Bullock & Ekblom 2010)."""

from dataclasses import dataclass

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from ...soorten import Soort

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


@dataclass(frozen=True, slots=True)
class Volledigheid:
    """How many of the five I's are filled in, and which are not."""

    ingevuld: int
    totaal: int
    ontbreekt: tuple[str, ...]


class VijfI(models.Model):
    informatie = RichTextField(
        "informatie over het probleem",
        blank=True,
        features=FEATURES,
        help_text="Wat was er aan de hand, en hoe weet u dat?",
    )
    interventie = RichTextField("interventie", blank=True, features=FEATURES, help_text="Wat is er gedaan?")
    implementatie = RichTextField(
        "implementatie", blank=True, features=FEATURES, help_text="Hoe is het ingevoerd: stappen, tijd, geld?"
    )
    inzet = RichTextField("inzet van partners", blank=True, features=FEATURES, help_text="Wie deed wat?")
    impact = RichTextField(
        "impact", blank=True, features=FEATURES, help_text="Wat leverde het op, en hoe is dat gemeten?"
    )

    declaration = Soort(searched=("informatie", "interventie", "implementatie", "inzet", "impact"))

    vijf_i_panel = MultiFieldPanel(
        [FieldPanel(name) for name in ("informatie", "interventie", "implementatie", "inzet", "impact")],
        heading="de vijf I's",
    )
    VIJF_I = ("informatie", "interventie", "implementatie", "inzet", "impact")

    class Meta:
        abstract = True

    @property
    def volledigheid(self) -> Volledigheid:
        """How many of the five questions were answered, and which were not."""
        missing = tuple(
            str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in self.VIJF_I
            if not getattr(self, name)
        )
        return Volledigheid(len(self.VIJF_I) - len(missing), len(self.VIJF_I), missing)

    @property
    def vijf_i(self) -> list[tuple[str, str, str]]:
        """(name, label, rich text) of each I, in order."""
        return [(n, str(self._meta.get_field(n).verbose_name), getattr(self, n)) for n in self.VIJF_I]  # type: ignore[union-attr]
