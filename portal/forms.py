"""Admin forms."""

from wagtail.admin.forms import WagtailAdminPageForm


class PaginaForm(WagtailAdminPageForm):
    """Begin each round of editing with an empty note: what was published is told already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        if "slug" in self.fields:
            # On the last tab, where nobody looks first: left empty, the page takes its address from the title.
            self.fields["slug"].required = False
        if page.pk and page.live and not page.has_unpublished_changes and "wat_veranderde" in self.fields:
            self.initial["wat_veranderde"] = ""
