"""Documents for the tests of both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from search.protocol import Put
from search.source import Term
from search.types import Attachment, SearchDocument

NOW = datetime.now(UTC)

TERMS = (
    Term("openbaar ministerie", acronyms=("OM",)),
    Term("Nederlandse Arbeidsinspectie", ("Inspectie SZW", "SIOD"), ("NLA",)),
    Term("sekswerker", ("prostituee",)),
    Term("Regionaal Informatie- en Expertisecentrum", acronyms=("RIEC",)),
    Term("omgevingsplan", ("bestemmingsplan",)),
)


def document(object_id: str, title: str, **more: Any) -> SearchDocument:
    """A document with what most tests do not care about filled in."""
    values: dict[str, Any] = {
        "source": "pagina",
        "kind": "handreiking",
        "url": f"/{object_id}/",
        "changed": NOW - timedelta(days=int(object_id) if object_id.isdigit() else 0),
        **more,
    }
    return SearchDocument(object_id=object_id, title=title, **values)


PARTNERS = "groep-7"

DOCUMENTS = (
    document(
        "1",
        "Handreiking prostitutiebeleid",
        summary="Zo maakt een gemeente beleid voor sekswerkers.",
        body="Het prostitutiebeleid van de gemeente regelt vergunningen voor raamprostitutie. Toezicht hoort daarbij.",
        facets={"vorm": ("seksuele-uitbuiting",), "fase": ("preventie",)},
        published=date(2024, 5, 1),
    ),
    document(
        "2",
        "Arbeidsuitbuiting in de tuinbouw herkennen",
        summary="Signalen bij controles op het werk.",
        body="De inspecteur van de Nederlandse Arbeidsinspectie ziet signalen van uitbuiting bij arbeidsmigranten.",
        facets={"vorm": ("arbeidsuitbuiting",), "fase": ("signalering",)},
        published=date(2025, 1, 10),
        kind="hulpmiddel",
        attachments=(Attachment("Signaalkaart", "/bestand/1", ("Voorblad", "Vraag naar het loonstrookje.")),),
    ),
    document(
        "3",
        "Proeftuin Alkmaar",
        summary="Integrale actie op de Achterdam.",
        body="De gemeente, de politie en het OM sloten de straat. Hulpverlening aan slachtoffers stond klaar.",
        context="knelpunt lage meldingsbereidheid",
        facets={"vorm": ("seksuele-uitbuiting",), "fase": ("handhaving", "hulpverlening")},
        kind="proeftuin",
        meta={"plaats": "Alkmaar"},
    ),
    document(
        "4",
        "Slachtofferhulp en opvang",
        summary="Wat een zorgcoördinator regelt.",
        body="Wie slachtoffer is, krijgt opvang en hulp. Het bestemmingsplan doet hier niet ter zake.",
        body_closed="De schuilplaats heet kanariegeel.",
        facets={"vorm": ("seksuele-uitbuiting", "arbeidsuitbuiting"), "fase": ("hulpverlening",)},
    ),
    document(
        "5",
        "Werkinstructie observatie",
        summary="Alleen voor partners.",
        body="Deze tekst over pimpelpaars is besloten.",
        readers=(PARTNERS,),
        facets={"vorm": ("criminele-uitbuiting",)},
    ),
    document("6", "Straks te zien", body="Het woord zeegroen.", live_from=NOW + timedelta(days=1)),
    document("7", "Niet meer te zien", body="Het woord okergeel.", expires=NOW - timedelta(seconds=1)),
    document(
        "8",
        "Nieuws over de meldroute",
        summary="De meldroute is vernieuwd.",
        kind="nieuws",
        ages=True,
        published=date(2015, 1, 1),
    ),
    document(
        "9",
        "Nieuws over de meldroute",
        summary="De meldroute is vernieuwd.",
        kind="nieuws",
        ages=True,
        published=NOW.date(),
    ),
    document("11", "Wie doet wat?", summary="Alle partijen op een rij."),
    document("10", "Omgevingsplan en vergunningplicht", body="Regels in het omgevingsplan voor de horeca."),
)


def puts(version: int = 1) -> list[Put]:
    """All documents, ready to be delivered."""
    return [Put(one, version) for one in DOCUMENTS]
