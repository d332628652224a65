"""Markdown, for who writes faster that way."""

from django.utils.functional import cached_property
from wagtail.blocks.field_block import TextBlock

from ..markup import markdown_to_html


class MarkdownBlock(TextBlock):
    """A plain textarea; the value is Markdown, the page shows safe HTML."""

    def __init__(self, **kwargs):
        super().__init__(rows=12, **kwargs)

    @cached_property
    def field(self):
        field = super().field
        field.widget.attrs["class"] = "markdown-editor"
        field.widget.attrs["data-markdown-preview"] = "/admin/markdown-voorbeeld/"
        return field

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["html"] = markdown_to_html(value)
        return context

    class Meta:
        icon = "code"
        label = "Markdown"
        template = "blocks/markdown.html"
        help_text = "Kop: ## Kop. Lijst: - punt. Vet: **vet**. Link: [tekst](https://...)."
