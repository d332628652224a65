"""Admin forms."""

from wagtail.admin.forms import WagtailAdminPageForm


class PaginaForm(WagtailAdminPageForm):
    """Begin each round of editing with an empty note: what was published is told already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.pk and page.live and not page.has_unpublished_changes and "wat_veranderde" in self.fields:
            self.initial["wat_veranderde"] = ""
