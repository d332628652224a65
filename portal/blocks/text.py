"""Blocks that are mostly text."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from ..markdown.page_ids import own_id


class HeadingBlock(blocks.StructBlock):
    """A chapter (h2) or section (h3); chapters make the table of contents, so each has an anchor."""

    text = blocks.CharBlock(label="kop", max_length=120)
    level = blocks.ChoiceBlock(
        choices=[("h2", "hoofdstuk"), ("h3", "paragraaf")],
        default="h2",
        label="niveau",
        search_index=False,
        help_text="Hoofdstukken komen in de inhoudsopgave.",
    )

    class Meta:
        icon = "title"
        label = "Kop"
        template = "blocks/heading.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # The page named its own headings, for its table of contents; one inside a block is named here.
        context["anchor"] = getattr(value, "anker", "") or own_id(value["text"], context.get("ids", {}))
        return context


class TekstBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = "Tekst"
        template = "blocks/tekst.html"


class CitaatBlock(blocks.StructBlock):
    tekst = blocks.TextBlock(label="citaat", max_length=600)
    bron = blocks.CharBlock(label="bron", required=False, max_length=200, help_text="Wie zei dit, en waar?")

    class Meta:
        icon = "openquote"
        label = "Citaat"
        template = "blocks/citaat.html"


class UitklapBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="titel", max_length=160)
    tekst = blocks.RichTextBlock(label="tekst")

    class Meta:
        icon = "collapse-down"
        label = "Uitklaptekst"
        help_text = "De titel is altijd te lezen; de tekst opent als een lezer erop drukt."
        template = "blocks/uitklap.html"
