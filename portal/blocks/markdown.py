"""Markdown, for who writes faster that way."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.functional import cached_property
from wagtail.blocks.field_block import TextBlock

from ..markdown.markup import refusal_of_markdown
from ..markdown.page_ids import fitted
from ..markdown.rendered import html_of

LINE_END = re.compile(r"<br\s*/?>", re.I)


class MarkdownBlock(TextBlock):
    """A plain textarea; the value is Markdown, the page shows safe HTML."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(rows=12, **kwargs)

    @cached_property
    def field(self) -> Field:
        field: Field = super().field
        field.widget.attrs["class"] = "markdown-editor"
        field.widget.attrs["data-markdown-preview"] = "/admin/markdown-voorbeeld/"
        return field

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if refusal := refusal_of_markdown(value or ""):
            raise ValidationError(refusal)
        return value

    def get_context(self, value: str, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # What a page's other blocks are called: two with a note, or with the same heading, stand on one page.
        context["html"] = fitted(html_of(value), context.get("ids", {}))
        return context

    def get_searchable_content(self, value: str) -> list[str]:
        return super().get_searchable_content(LINE_END.sub(" ", value or ""))

    class Meta:
        icon = "code"
        label = "Markdown"
        template = "blocks/markdown.html"
        help_text = "Kop: ## Kop. Lijst: - punt. Vet: **vet**. Link: [tekst](https://...)."
