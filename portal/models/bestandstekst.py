"""The text of a document, kept so that search need not read the file again, with what of it could not be read."""

from django.db import models

from ..choices import Bevinding
from .media import Bestand


class Bestandstekst(models.Model):
    """`sleutel` is a digest of the file and of the rules that read it: after a change of either it is read again.

    `namen`: what each of the `paginas` is called, "pagina iv" say; empty when the file has none. `totaal`: how many
    pages there are; `plaatjes` of those that were read hold a picture and no text.
    """

    document = models.OneToOneField(Bestand, on_delete=models.CASCADE, primary_key=True, related_name="tekst")
    sleutel = models.CharField("sleutel", max_length=64)
    paginas = models.JSONField("pagina's", default=list, blank=True)
    namen = models.JSONField("namen van pagina's", default=list, blank=True)
    bevinding = models.CharField("bevinding", max_length=20, choices=Bevinding.choices, db_index=True)
    gelezen = models.PositiveIntegerField("gelezen bladzijden", default=0)
    totaal = models.PositiveIntegerField("bladzijden", default=0)
    plaatjes = models.PositiveIntegerField("bladzijden zonder tekst", default=0)

    # A document is not in use because its text is kept.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "tekst van een document"
        verbose_name_plural = "teksten van documenten"

    def __str__(self) -> str:
        return str(self.document)
