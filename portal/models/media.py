"""Our own image and document models: they cannot be swapped in later."""

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageFieldFile
from wagtail.images.models import Image as WagtailImage
from wagtail.utils.file import hash_filelike

from ..files.pictures import CleanFile, without_metadata


class AfbeeldingFile(WagtailImageFieldFile):
    """The last door to the store, for every way in: whatever comes by loses its metadata."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Raises ValidationError for what is no image or too large."""
        clean = content if isinstance(content, CleanFile) else without_metadata(content)
        super().save(name, clean, save=False)
        image = self.instance
        image.metadata_verwijderd = True
        image.file_size, image.file_hash = clean.size, hash_filelike(clean)
        # What was turned has another width; Django looks only when an image takes the place of another.
        self.field.update_dimension_fields(image, force=True)
        if save:
            image.save()


class Afbeelding(AbstractImage):
    bron = models.CharField(
        "maker of bron", max_length=200, blank=True, help_text="Wie maakte de afbeelding, en mogen wij haar gebruiken?"
    )
    # False for what came before we removed it: see the command clean_metadata.
    metadata_verwijderd = models.BooleanField("metadata verwijderd", default=False, editable=False)

    admin_form_fields = (*WagtailImage.admin_form_fields, "bron")

    class Meta(AbstractImage.Meta):
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"
        permissions = [("choose_image", "Can choose image")]


# The field comes with Wagtail's abstract model; declared again it would be filled after the width and height it sets.
Afbeelding._meta.get_field("file").attr_class = AfbeeldingFile


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
