"""Our own image and document models: they cannot be swapped in later."""

import uuid

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Afbeelding(AbstractImage):
    bron = models.CharField(
        "maker of bron", max_length=200, blank=True, help_text="Wie maakte de afbeelding, en mogen wij haar gebruiken?"
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "bron")

    class Meta(AbstractImage.Meta):
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"
        permissions = [("choose_image", "Can choose image")]


class AfbeeldingRendition(AbstractRendition):
    image = models.ForeignKey(Afbeelding, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class Bestand(AbstractDocument):
    """A document with one address for its whole life: a new file under the same record keeps every link to it."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    bron = models.CharField("maker of bron", max_length=200, blank=True)

    admin_form_fields = ("title", "file", "collection", "bron", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documenten"
        permissions = [("choose_document", "Can choose document")]

    @property
    def url(self) -> str:
        return reverse("bestand", args=[self.uuid])
