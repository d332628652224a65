"""What to do, in order."""

from wagtail import blocks


class StapBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="stap", max_length=160)
    tekst = blocks.RichTextBlock(label="uitleg", required=False)

    class Meta:
        icon = "order"
        label = "Stap"


class StappenBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="kop boven de stappen", required=False, max_length=120)
    stappen = blocks.ListBlock(StapBlock(), label="stappen")

    class Meta:
        icon = "list-ol"
        label = "Stappen"
        help_text = "Wat een lezer doet, in volgorde. Begin elke stap met een werkwoord."
        template = "blocks/stappen.html"
