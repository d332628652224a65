"""Every block of a page is accessible, from a small phone to a desk."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, Site

EVERY_BLOCK = """
import io
import json
from django.core.files.base import ContentFile
from PIL import Image
from portal.models import Afbeelding, Bestand, Handreiking
buffer = io.BytesIO()
Image.new("RGB", (1600, 900), "#0b5563").save(buffer, "PNG")
image = Afbeelding.objects.create(title="Vlak", file=ContentFile(buffer.getvalue(), "vlak.png"))
document = Bestand.objects.first()
model = Handreiking.objects.live().first()
raw = lambda kind, value: {"type": kind, "value": value}
link = "<a href='https://example.org/'>link</a>"
words = f"<p>Tekst met een {link} en <b>nadruk</b>.</p>"
markdown = "## Kop\\n\\n- punt\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"
steps = [{"titel": "Eerst", "tekst": words}, {"titel": "Dan", "tekst": ""}]
film = {"titel": "Uitleg", "url": "https://example.org/film", "duur": "4 minuten", "toelichting": "Met ondertitels."}
outside = {"titel": "Buiten", "pagina": None, "url": "https://example.org/", "toelichting": "Uitleg."}
desk = {"organisatie": None, "functie": "Loket", "telefoon": "0800 1234", "email": "loket@example.org"}
body = [
    raw("heading", {"text": "Alle blokken", "level": "h2"}), raw("tekst", words),
    raw("callout", {"soort": "let_op", "titel": "Let op", "tekst": words}),
    raw("citaat", {"tekst": "Kort en krachtig.", "bron": "Een bron"}),
    raw("uitklap", {"titel": "Meer weten", "tekst": words}), raw("markdown", markdown),
    raw("stappen", {"titel": "Stappen", "stappen": steps}),
    raw("contact", {**desk, "toelichting": ""}), raw("links", {"titel": "Verder", "links": [outside]}),
    raw("afbeelding", {"image": image.pk, "alt": "Een vlak in petrol", "bijschrift": "Verzonnen beeld"}),
    raw("video", film), raw("document", {"document": document.pk, "titel": ""}),
]
page = Handreiking(title="Voorbeeld: alle blokken", slug="alle-blokken", samenvatting="Elk blok een keer.")
page.is_voorbeeld, page.inhoud = True, json.dumps(body)
model.get_parent().add_child(instance=page)
page.save_revision().publish()
"""


def test_every_block(page: Page, site: Site, assert_accessible: Callable[..., None]) -> None:
    site.manage("shell", "-v", "0", "-c", EVERY_BLOCK)
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto("/handreikingen/alle-blokken/")
        assert answer is not None
        assert answer.status == 200
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert_accessible(contrast=width == WIDTHS[-1])
    for words in ("Een vlak in petrol", "Video: Uitleg", "Meer weten", "0800 1234"):
        assert words in page.content()
