"""Admin forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

if TYPE_CHECKING:
    from ..models import Organisatie


class PaginaForm(WagtailAdminPageForm):
    """Begin each round of editing with an empty note: what was published is told already."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if "slug" in self.fields:
            # On the last tab, where nobody looks first: left empty, the page takes its address from the title.
            self.fields["slug"].required = False
        if page.pk and page.live and not page.has_unpublished_changes and "wat_veranderde" in self.fields:
            self.initial["wat_veranderde"] = ""


def advises_itself(giver: Organisatie | None, addressed: Iterable[Organisatie]) -> str:
    """Why it may not be given to these: one of them gives it; "" when it may. The form asks it, and so do imports."""
    if giver is None or giver.pk not in {row.pk for row in addressed}:
        return ""
    return f"“{giver}” geeft deze aanbeveling: kies wie haar krijgt."


class AanbevelingForm(WagtailAdminModelForm):
    """Nobody is advised by itself: a promise to oneself is no recommendation, and cannot be followed up as one."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        if reason := advises_itself(values.get("gegeven_door"), values.get("gericht_aan") or ()):
            self.add_error("gericht_aan", reason)
        return values
