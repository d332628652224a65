"""Records that may turn out to be one and the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from ..editing.panels import UniqueTitlePanel
from .register import InRegister


class Samenvoegbaar(InRegister):
    """Keeps its row when it is merged into another, and is not published again after that.

    `samengevoegd_met` is the one that stays. It belongs to the record, not to a revision: publishing an older draft
    does not undo a merge. Written only by `merging`.
    """

    samengevoegd_met = models.ForeignKey(
        "self",
        verbose_name="samengevoegd met",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="samengevoegde",
    )

    exclude_fields_in_copy = [*InRegister.exclude_fields_in_copy, "samengevoegd_met"]
    kop_panels = [
        UniqueTitlePanel("title", help_text="Eén zin, zoals een collega het zou zeggen."),
        FieldPanel("samenvatting"),
    ]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        page.samengevoegd_met_id = self.samengevoegd_met_id
        return page

    def clean(self) -> None:
        super().clean()
        if self.live and self.samengevoegd_met_id:
            kind = self._meta.verbose_name
            raise ValidationError(f"Dit {kind} is samengevoegd met “{self.samengevoegd_met}”: werk dat bij.")
