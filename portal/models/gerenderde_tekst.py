"""The HTML of a Markdown text, kept so that no reader waits for the making of it."""

from django.db import models


class GerenderdeTekst(models.Model):
    """`sleutel` is a digest of the text and of the rules that made the HTML: other rules look for another row."""

    sleutel = models.CharField("sleutel", max_length=64, primary_key=True)
    html = models.TextField("html")

    class Meta:
        verbose_name = "gerenderde tekst"
        verbose_name_plural = "gerenderde teksten"

    def __str__(self) -> str:
        return self.sleutel
