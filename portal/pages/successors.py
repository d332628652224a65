"""Where a page that went off the site leads on to: what was merged or moved is found through its old links too."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..visibility import Reader, is_live, page_q


def successors(pages: Iterable[Page], reader: Reader) -> dict[int, Page]:
    """Key of a page that is off the site -> the page that its address redirects to, as far as `reader` may see that.

    At most one query, and none when all are on it.
    """
    paths = {Redirect.normalise_path(page.get_url() or ""): page.pk for page in pages if not is_live(page)}
    if not paths:
        return {}
    rows = Redirect.objects.filter(page_q(reader, "redirect_page__"), old_path__in=paths)
    return {
        paths[row.old_path]: row.redirect_page for row in rows.select_related("redirect_page__pagina__content_type")
    }
