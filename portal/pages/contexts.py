"""What each page type adds to its template."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst

from .. import models
from ..choices import Schema, TermSoort
from ..datum import Datum
from ..following.recent import recent_changes
from ..lists.exports import begrippen_links
from ..visibility import Reader, may_see, reader_of
from .items import items_of, pages_naming

Context = dict[str, Any]
# Questions that professionals bring; each finds something on a filled portal.
SEARCH_TIPS = ("signalen arbeidsuitbuiting", "gegevens delen", "meldroute", "zorgcoördinator")


def home_context(home: models.Home, request: HttpRequest, reader: Reader) -> Context:
    """What is new, what is highlighted, and ways in by rol and by fase."""
    wanted = [row.doel_id for row in home.uitgelicht.all()]
    pages = models.Pagina.objects.visible_to(reader).select_related("content_type").in_bulk(wanted)
    entries: dict[str, list[dict[str, str]]] = {Schema.ROL: [], Schema.FASE: []}
    for begrip in models.Begrip.objects.active().filter(schema__in=entries).order_by("volgorde", "pk"):
        entries[begrip.schema].append(
            {"title": begrip.term, "url": begrip.get_absolute_url(), "uitleg": begrip.definitie}
        )
    return {
        "uitgelicht": items_of((pages[pk] for pk in wanted if pk in pages), request),
        "zoektips": [{"title": tip, "url": f"/zoeken/?{urlencode({'q': tip})}"} for tip in SEARCH_TIPS],
        "recent": recent_changes(reader, request),
        "rollen": entries[Schema.ROL],
        "fasen": entries[Schema.FASE],
    }


def handreiking_context(page: models.Handreiking, request: HttpRequest, reader: Reader) -> Context:
    newer = page.vervangen_door
    return {
        "uitgever": _link(page.uitgever, request, reader),
        "vervangen_door": _link(newer, request, reader),
        "citeer": citation(page, request),
    }


def hulpmiddel_context(page: models.Hulpmiddel, request: HttpRequest, reader: Reader) -> Context:
    return {"uitgever": _link(page.uitgever, request, reader), "citeer": citation(page, request)}


def praktijkvoorbeeld_context(page: models.Praktijkvoorbeeld, request: HttpRequest, reader: Reader) -> Context:
    return {"vijf_i": page.vijf_i, "volledigheid": page.volledigheid}


def organisatie_context(page: models.Organisatie, request: HttpRequest, reader: Reader) -> Context:
    return {"groepen": pages_naming(page, reader, request) if page.pk else []}


def rapport_context(page: models.Rapport, request: HttpRequest, reader: Reader) -> Context:
    """The register of what was done with each Aanbeveling."""
    rows = (
        models.Aanbeveling.objects.published()
        .filter(rapport=page.pk)
        .select_related("gegeven_door")
        .prefetch_related("gericht_aan", Prefetch("stappen", models.AanbevelingStap.objects.order_by("pk")))
        .order_by("nummer")[:200]
    )
    return {
        "uitgever": _link(page.uitgever, request, reader),
        "aanbevelingen": [_aanbeveling(row, request, reader) for row in rows],
        "citeer": citation(page, request),
    }


def _aanbeveling(row: models.Aanbeveling, request: HttpRequest, reader: Reader) -> Context:
    steps = list(row.stappen.all())
    current = next((step for step in steps if step.is_huidig), None)
    return {
        "anchor": f"aanbeveling-{row.nummer}",
        "nummer": row.nummer,
        "tekst": row.tekst,
        "gegeven_door": _link(row.gegeven_door, request, reader),
        "gericht_aan": [link for org in row.gericht_aan.all() if (link := _link(org, request, reader))],
        "reactie": row.reactie,
        "reactie_datum": row.reactie_datum,
        "status": {"kind": current.status, "label": capfirst(current.get_status_display())} if current else None,
        "stappen": [
            {
                "datum": step.datum,
                "titel": capfirst(step.get_status_display()),
                "tekst": step.toelichting,
                "kind": step.status,
                "label": capfirst(step.get_status_display()),
                "nu": step.is_huidig,
            }
            for step in steps
        ],
    }


def links_context(page: models.Links, request: HttpRequest, reader: Reader) -> Context:
    return {"groepen": page.groepen}


def standaardpagina_context(page: models.Standaardpagina, request: HttpRequest, reader: Reader) -> Context:
    """The pages below this one, and the law that it explains."""
    law = [{"tekst": row.naam, "url": row.get_absolute_url()} for row in page.wetsartikelen.all()]
    if not page.pk:
        return {"onderliggend": [], "wetsartikelen": law}
    below = models.Pagina.objects.child_of(page).visible_to(reader).select_related("content_type").defer("inhoud")
    return {"onderliggend": items_of(below.order_by("path")[:100], request), "wetsartikelen": law}


def begrippenlijst_context(page: models.Begrippenlijst, request: HttpRequest, reader: Reader) -> Context:
    """The glossary A to Z, with abbreviations and other words; search-only terms stay out of sight."""
    letters: dict[str, list[Context]] = {}
    rows = models.Begrip.objects.active().prefetch_related("alternatieven").order_by("term")
    for begrip in rows:
        first = begrip.term[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(
            {
                "term": begrip.term,
                "afkorting": begrip.afkorting,
                "definitie": begrip.definitie,
                "url": begrip.get_absolute_url(),
                "schema": begrip.get_schema_display(),
                "ook": [alt.term for alt in begrip.alternatieven.all() if alt.soort != TermSoort.ZOEKTERM],
            }
        )
    known = sorted({*ascii_uppercase, *letters})
    return {
        "exports": begrippen_links(),
        "letters": [{"letter": x, "anchor": f"letter-{x.lower()}", "begrippen": letters.get(x, [])} for x in known],
        "afkortingen": sorted(
            (entry for entries in letters.values() for entry in entries if entry["afkorting"]),
            key=lambda entry: entry["afkorting"],
        ),
    }


def citation(page: models.Pagina, request: HttpRequest) -> str:
    """How to cite this version: maker, title, version, date, address."""
    uitgever = getattr(page, "uitgever", None)
    if uitgever and not may_see(reader_of(request), uitgever):
        uitgever = None
    date = getattr(page, "versiedatum", None) or page.gewijzigd_op or page.first_published_at
    parts = [
        uitgever.title if uitgever else "Kennisportaal Aanpak Mensenhandel",
        page.title + (f", versie {page.versie}" if getattr(page, "versie", "") else ""),
        date.tekst if isinstance(date, Datum) else format_date(date, "j F Y") if date else "",
        request.build_absolute_uri(page.get_url(request)),
    ]
    return ". ".join(part for part in parts if part)


def _link(page: models.Pagina | None, request: HttpRequest, reader: Reader) -> Context | None:
    if page is None or not may_see(reader, page):
        return None
    return {"tekst": page.title, "title": page.title, "url": page.get_url(request) or ""}
