"""A page that rests on an article of the law, and where that article stands."""

from portal.models import Pagina, Wetsartikel

PLACE = "/wetten/BWBR0001854/273f/"


def resting(page: Pagina, artikel: Wetsartikel) -> Pagina:
    page.wetsartikelen = [artikel]
    page.save_revision().publish()
    return page
