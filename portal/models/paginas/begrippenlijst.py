"""The glossary, and with it the page of every Begrip."""

from .pagina import Pagina


class Begrippenlijst(Pagina):
    """All Begrippen A to Z. Each Begrip has its own page below this one: the editor does not have to make it."""

    announces_itself = False
    template = "portal/begrippenlijst.html"
    parent_page_types = ["portal.Home"]
    subpage_types: list[str] = []
    max_count = 1

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import begrippenlijst_context

        return begrippenlijst_context(self, request, reader)

    class Meta:
        verbose_name = "begrippenlijst"
        verbose_name_plural = "begrippenlijsten"
