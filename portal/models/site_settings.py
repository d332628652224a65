"""What an editor sets once for the whole site: menu, footer and contact."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page


@register_setting(icon="cog")
class Portaalinstellingen(BaseSiteSetting, ClusterableModel):
    ondertitel = models.CharField("ondertitel", max_length=120, blank=True)
    redactie_email = models.EmailField("e-mailadres van de redactie", blank=True)
    redactie_telefoon = models.CharField("telefoonnummer van de redactie", max_length=40, blank=True)
    over_ons = models.TextField("wie zit hierachter? (voettekst)", max_length=500, blank=True)
    signaal_tekst = RichTextField(
        "signaal of slachtoffer?",
        blank=True,
        features=["bold", "link"],
        help_text="Staat op elke pagina, onder de vaste nummers.",
    )
    toon_voorbeelden = models.BooleanField(
        "toon voorbeelden",
        default=True,
        help_text="Uit: wat verzonnen is staat nergens op de site. Alleen de redactie ziet het, in de beheeromgeving.",
    )
    beveiliging_email = models.EmailField("e-mailadres voor kwetsbaarheden", blank=True)

    panels = [
        FieldPanel("ondertitel"),
        InlinePanel("menu", heading="menu", label="menu-item", max_num=10),
        MultiFieldPanel(
            [
                FieldPanel("over_ons"),
                FieldRowPanel([FieldPanel("redactie_email"), FieldPanel("redactie_telefoon")]),
                FieldPanel("beveiliging_email"),
                InlinePanel("voetlinks", heading="links in de voet", label="link", max_num=10),
            ],
            heading="voet en contact",
        ),
        FieldPanel("signaal_tekst"),
        FieldPanel("toon_voorbeelden"),
    ]

    class Meta:
        verbose_name = "portaalinstellingen"


class MenuItem(Orderable):
    """An entry of the menu or the footer: a page of this site."""

    pagina = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")
    label = models.CharField("label", max_length=40, blank=True, help_text="Leeg: de titel van de pagina.")

    panels = [FieldRowPanel([PageChooserPanel("pagina"), FieldPanel("label")])]

    class Meta(Orderable.Meta):
        abstract = True


class Hoofdmenu(MenuItem):
    instellingen = ParentalKey(Portaalinstellingen, on_delete=models.CASCADE, related_name="menu")

    class Meta(MenuItem.Meta):
        abstract = False
        verbose_name = "menu-item"


class Voetlink(MenuItem):
    instellingen = ParentalKey(Portaalinstellingen, on_delete=models.CASCADE, related_name="voetlinks")

    class Meta(MenuItem.Meta):
        abstract = False
        verbose_name = "link in de voet"
