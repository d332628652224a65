"""The glossary, and with it the page of every Begrip."""

from ...soorten import Soort
from .pagina import Pagina


class Begrippenlijst(Pagina):
    """All Begrippen A to Z. Each Begrip has its own page below this one: the editor does not have to make it."""

    declaration = Soort(
        icon="book-a",
        left_out="its terms are found one by one",
        context="portal.pages.contexts.begrippenlijst_context",
    )
    template = "portal/begrippenlijst.html"
    parent_page_types = ["portal.Home"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = "begrippenlijst"
        verbose_name_plural = "begrippenlijsten"
