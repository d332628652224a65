"""Pictures, films and files."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class AfbeeldingBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="afbeelding")
    alt = blocks.CharBlock(
        label="beschrijving",
        required=False,
        max_length=250,
        help_text="Wat ziet iemand die de afbeelding niet kan zien? Leeg: de afbeelding is alleen versiering.",
    )
    bijschrift = blocks.CharBlock(label="bijschrift", required=False, max_length=250)

    class Meta:
        icon = "image"
        label = "Afbeelding"
        template = "blocks/afbeelding.html"


class VideoBlock(blocks.StructBlock):
    """A link to a film. No player of another site: that would follow our readers."""

    titel = blocks.CharBlock(label="titel", max_length=160)
    url = blocks.URLBlock(label="adres van de video")
    duur = blocks.CharBlock(label="duur", required=False, max_length=40, help_text="Bijvoorbeeld: 4 minuten.")
    toelichting = blocks.TextBlock(label="toelichting", required=False, max_length=400)

    class Meta:
        icon = "media"
        label = "Video (link)"
        help_text = "De video speelt op de andere site: zo volgt niemand onze lezers."
        template = "blocks/video.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="document")
    titel = blocks.CharBlock(label="titel", required=False, max_length=160)

    class Meta:
        icon = "doc-full"
        label = "Document"
        template = "blocks/document.html"


def tabel_block() -> TypedTableBlock:
    """A table with a caption and typed columns."""
    table = TypedTableBlock(
        [
            ("tekst", blocks.CharBlock(label="tekst", required=False)),
            ("opmaak", blocks.RichTextBlock(label="tekst met opmaak", required=False)),
            ("getal", blocks.DecimalBlock(label="getal", required=False)),
        ],
        label="tabel",
        icon="table",
        template="blocks/tabel.html",
    )
    # What an editor reads. Not in the arguments above: those stand in the migrations.
    table.label = "Tabel"
    return table
