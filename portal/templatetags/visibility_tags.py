"""What a block points at is shown only to who may see it; `visibility` decides."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from portal.visibility import Reader, anonymous, may_have, may_see

register = template.Library()


@register.simple_tag(takes_context=True)
def seen(context: dict[str, Any], thing: Any) -> Any:
    """The page, document or image when the reader of this page may see it; None otherwise.

    Without a reader in the context (a preview of one block, say) it is what everybody may see.
    """
    if not thing:
        return None
    reader = context.get("reader")
    if not isinstance(reader, Reader):
        reader = anonymous()
    return thing if (may_see(reader, thing) if isinstance(thing, Page) else may_have(reader, thing)) else None
