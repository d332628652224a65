"""What to do, in order."""

from wagtail import blocks


class StapBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="stap", max_length=160)
    tekst = blocks.RichTextBlock(label="uitleg", required=False)

    class Meta:
        icon = "order"
        label = "stap"


class StappenBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="kop boven de stappen", required=False, max_length=120)
    stappen = blocks.ListBlock(StapBlock(), label="stappen")

    class Meta:
        icon = "list-ol"
        label = "stappen"
        template = "blocks/stappen.html"
