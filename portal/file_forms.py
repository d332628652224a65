"""The forms in which editors add and change images and documents, everywhere in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .pictures import CleanFile, without_metadata


class AfbeeldingField(WagtailImageField):
    """Takes an image without its metadata; what it is in the way of is told before anything else reads the file."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        self.check_image_file_size(data)
        return super().to_python(without_metadata(data))

    def check_image_file_size(self, f: Any) -> None:
        # What was sent counts, not what we made of it.
        if not isinstance(f, CleanFile):
            super().check_image_file_size(f)


class AfbeeldingForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = AfbeeldingField(label=file.label, required=file.required, widget=file.widget)
