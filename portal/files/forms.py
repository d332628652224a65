"""The forms in which editors add and change images and documents, everywhere in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .document_makers import Kept, makers_of, remove_makers, without_makers
from .documents import text_of
from .pictures import CleanFile, without_metadata

WHO_SEES = (
    "Wie ziet dit bestand? Zolang het nergens staat: iedereen die de collectie mag zien, als die het adres kent. Staat "
    "het op een pagina, dan alleen wie die pagina mag zien. Staat het op meer pagina's, dan is één open pagina genoeg. "
    "In een blok “Alleen voor ketenpartners” zien alleen zij het."
)
PHOTO = "Plaats, tijd, camera en namen die in een foto zijn opgeslagen, halen wij eruit."
MAKERS = "Verwijder namen van makers uit het bestand"
NOT_READ = "Wij kunnen dit bestand niet lezen en weten dus niet of het namen van makers bevat. Controleer het zelf."


def tell_who_sees(form: forms.BaseForm) -> None:
    """Where the file is chosen; in a form without, where its collection is."""
    for name in ("file", "collection"):
        if field := form.fields.get(name):
            field.help_text = " ".join(filter(None, [str(field.help_text), WHO_SEES]))
            return


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
            new = AfbeeldingField(label=file.label, required=file.required, widget=file.widget)
            new.help_text = f"{new.help_text} {PHOTO}"
            self.fields["file"] = new
        tell_who_sees(self)


class BestandForm(BaseDocumentForm):
    """Shows who the file names as its makers; one click, saving, takes them out unless the editor says no."""

    verwijder_makers = forms.BooleanField(
        label=MAKERS,
        required=False,
        initial=True,
        help_text="Auteur, laatste bewerker, organisatie: wie een PDF, Word- of Excelbestand opent, kan die lezen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_who_sees(self)
        if self.instance.pk and self.instance.file:
            # Of the bound field: Wagtail has asked for it, and that is kept.
            self["title"].help_text = f"Zoeken: {text_of(self.instance).zin}"
        self.makers = makers_of(self.instance) if self.instance.pk and self.instance.file else ()
        field = self.fields["verwijder_makers"]
        if self.makers is None:
            field.help_text = NOT_READ
        elif self.makers:
            field.label = "Verwijder deze gegevens"
            named = "; ".join(f"{what}: {who}" for what, who in self.makers)
            field.help_text = f"Dit bestand noemt {named}. Wie het opent, kan dat lezen."
        elif "file" not in self.fields:
            del self.fields["verwijder_makers"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file = data.get("file")
        if data.get("verwijder_makers") and "file" in self.changed_data and file:
            try:
                kept = without_makers(file.read(), file.name)
            except Kept as error:
                self.add_error("verwijder_makers", f"{error} Haal het vinkje weg om het bestand zo te bewaren.")
            else:
                data["file"] = ContentFile(kept, name=file.name)
            file.seek(0)
        return data

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if commit and self.makers and self.cleaned_data.get("verwijder_makers") and "file" not in self.changed_data:
            remove_makers(saved)
        return saved
