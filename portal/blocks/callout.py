"""A text that must stand out."""

from wagtail import blocks


class CalloutBlock(blocks.StructBlock):
    soort = blocks.ChoiceBlock(
        choices=[
            ("info", "goed om te weten"),
            ("tip", "tip"),
            ("let_op", "let op"),
            ("waarschuwing", "waarschuwing"),
        ],
        default="info",
        label="soort",
        search_index=False,
    )
    titel = blocks.CharBlock(label="titel", required=False, max_length=120)
    tekst = blocks.RichTextBlock(label="tekst")

    class Meta:
        icon = "warning"
        label = "Kader"
        help_text = "Valt op naast de tekst. Eén of twee per pagina is genoeg."
        template = "blocks/callout.html"
