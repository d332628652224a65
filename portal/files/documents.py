"""The text of attached files, for search: within limits, because a file is hostile until proven otherwise.

A file is read once and its text is kept by the worker, under a key that follows from the file and from the rules that
read it: a file or a rule that changes finds no old text, and what is found changes with it. What is not kept yet is
read for the asker.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path, PurePath

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from search import service

from ..choices import Bevinding
from ..models import Bestand, Bestandstekst
from .limited import Unread, run_limited
from .text import reader

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000
# Publishing a page reads its files, so this is also how long an editor can wait for one.
MAX_SECONDS = 20.0
# Of a PDF that takes longer, the pages that were read count; the rest of the time is for starting and answering.
PAGES_SHARE = 0.7
SUFFIXES = (".pdf", *reader.OTHERS)
NAMED = {".pdf": "pagina", ".xlsx": "blad", ".ods": "blad"}
PACKAGES = ("pypdf", "lxml", "openpyxl")
RULES = (__file__, *(str(path) for path in sorted(Path(reader.__file__).parent.glob("*.py"))))
VERSION = hashlib.sha256(
    b"".join([*(version(name).encode() for name in PACKAGES), *(Path(file).read_bytes() for file in RULES)])
).digest()
# The worker has other work: what is left waits for its next turn.
TURN = 20.0


@dataclass(frozen=True, slots=True)
class FileText:
    """One string a page (one in all where there are no pages), and what the pages are called if they have names."""

    bevinding: Bevinding
    paginas: tuple[str, ...] = ()
    namen: tuple[str, ...] = ()
    totaal: int = 0
    plaatjes: int = 0
    # Whether the file says so, and not a store that cannot give it.
    blijvend: bool = True

    @property
    def zin(self) -> str:
        """What of the file can be found, for an editor."""
        return sentence(self.bevinding, len(self.paginas), self.totaal, self.plaatjes)


SENTENCES = {
    Bevinding.ALLES: "Alle tekst in dit bestand is te vinden.",
    Bevinding.SCAN: "Een scan: geen tekst. Niets erin is te vinden. Maak het opnieuw met tekstherkenning (OCR).",
    Bevinding.LEEG: "In dit bestand staat geen tekst die te vinden is.",
    Bevinding.WACHTWOORD: "Met wachtwoord: niets in dit bestand is te vinden. Plaats het zonder wachtwoord.",
    Bevinding.ONLEESBAAR: "Wij kunnen dit bestand niet lezen: niets erin is te vinden. Misschien is het beschadigd.",
    Bevinding.TE_GROOT: f"Dit bestand is groter dan {MAX_BYTES // 1_000_000} MB: niets erin is te vinden.",
    Bevinding.TE_TRAAG: "Het lezen van dit bestand duurt te lang: niets erin is te vinden.",
}


def sentence(bevinding: Bevinding, gelezen: int, totaal: int, plaatjes: int) -> str:
    """What of a file can be found, for an editor."""
    if bevinding != Bevinding.DEEL:
        return SENTENCES[bevinding]
    said = []
    if gelezen < totaal:
        said.append(f"Alleen de eerste {gelezen} van de {totaal} bladzijden zijn te vinden.")
    elif not plaatjes:
        said.append(f"Alleen de eerste {reader.MAX_CHARACTERS // 1000}.000 tekens zijn te vinden.")
    if plaatjes:
        said.append(f"Bladzijden met een plaatje zonder tekst, zoals een scan: {plaatjes}.")
    return " ".join(said)


def text_of(document: Bestand) -> FileText:
    """The text of a PDF, DOCX, ODT, XLSX, ODS, CSV or TXT file: as it is kept, or else read now.

    Without pages for another type, a file beyond the limits or one that cannot be read; the reason is logged, once a
    process.
    """
    try:
        kept = document.tekst
    except ObjectDoesNotExist:
        kept = None
    if kept is not None and kept.sleutel == key_of(document):
        return FileText(Bevinding(kept.bevinding), tuple(kept.paginas), tuple(kept.namen), kept.totaal, kept.plaatjes)
    return read(document)


def key_of(document: Bestand) -> str:
    """What the text of a file is kept under: changes with the file and with the way of reading."""
    return hashlib.sha256(VERSION + f"{document.file.name} {document.file_hash}".encode()).hexdigest()


def read(document: Bestand) -> FileText:
    """The text as the file has it now."""
    if not document.file:
        return FileText(Bevinding.LEEG)
    if (document.file_size or 0) > MAX_BYTES:
        return FileText(Bevinding.TE_GROOT)
    return _read(document.file.name, document.file_hash or "")


@lru_cache(maxsize=256)
def _read(name: str, file_hash: str) -> FileText:
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return FileText(Bevinding.ONLEESBAAR)
    try:
        with Bestand._meta.get_field("file").storage.open(name, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return FileText(Bevinding.TE_GROOT)
        found = run_limited(reader.read, data, suffix, MAX_SECONDS * PAGES_SHARE, seconds=MAX_SECONDS)
    except (OSError, ValueError) as error:
        logger.warning("No text from document %s: %s", name, error)
        return FileText(_why_not(error), blijvend=not isinstance(error, OSError))
    pages = tuple(_storable(page) for page in found["pages"])
    called = NAMED.get(suffix)
    names = tuple(f"{called} {name or number}" for number, name in enumerate(found["names"], 1)) if called else ()
    total, blank = found["total"], found["blank"]
    if not any(page.strip() for page in pages):
        finding = Bevinding.SCAN if blank else Bevinding.LEEG
    else:
        finding = Bevinding.DEEL if found["cut"] or blank or len(pages) < total else Bevinding.ALLES
    return FileText(finding, pages, tuple(map(_storable, names)), total, blank)


def _why_not(error: Exception) -> Bevinding:
    if isinstance(error, Unread):
        if error.kind == PermissionError.__name__:
            return Bevinding.WACHTWOORD
        if not error.kind:
            return Bevinding.TE_TRAAG
    return Bevinding.ONLEESBAAR


def _storable(text: str) -> str:
    """Text that every database takes."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def keep(document: Bestand) -> None:
    """Keep what the file says now, and tell search."""
    found = text_of(document)
    if not found.blijvend:
        return
    try:
        with transaction.atomic():
            Bestandstekst.objects.update_or_create(
                document=document,
                defaults={
                    "sleutel": key_of(document),
                    "paginas": list(found.paginas),
                    "namen": list(found.namen),
                    "bevinding": found.bevinding,
                    "gelezen": len(found.paginas),
                    "totaal": found.totaal,
                    "plaatjes": found.plaatjes,
                },
            )
            service.touched(document)
    except IntegrityError:
        # Somebody removed the document, or another worker was first.
        logger.info("The text of document %s is not kept", document.pk)


def keep_all(turn: float = TURN) -> None:
    """Keep the texts that are not there, or that an older file or older rules gave, for so many seconds at most."""
    until = time.monotonic() + turn
    for document in Bestand.objects.select_related("tekst").defer("tekst__paginas", "tekst__namen").order_by("pk"):
        if time.monotonic() > until:
            return
        kept = getattr(document, "tekst", None)
        if kept is None or kept.sleutel != key_of(document):
            keep(document)
