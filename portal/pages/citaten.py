"""How to cite what stands on the site: as a sentence, and as files that reference managers read."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.dateformat import format as format_date

INVENTED = "Voorbeeld: de inhoud is verzonnen."
# What LaTeX reads as a command. A brace is named: BibTeX counts it, also after a backslash.
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citaat:
    """One thing as it was on `datum`; `sleutel` names it in a list of sources: letters, digits and hyphens."""

    sleutel: str
    titel: str
    url: str
    datum: datetime.date | None
    is_voorbeeld: bool = False

    @property
    def versie(self) -> str:
        """The day of the version in words; "" when none is known."""
        return f"Versie van {format_date(self.datum, 'j F Y')}" if self.datum else ""

    @property
    def opmerking(self) -> str:
        """What must be said with the citation; "" unless the page is invented."""
        return INVENTED if self.is_voorbeeld else ""


def as_text(citaat: Citaat) -> str:
    """Maker, title, version and address in one line."""
    parts = (settings.WAGTAIL_SITE_NAME, citaat.titel, citaat.versie, citaat.opmerking.removesuffix("."), citaat.url)
    return ". ".join(_one_line(part) for part in parts if part)


def as_ris(citaat: Citaat) -> str:
    """RIS: a tag and a value a line, so a value holds no line break."""
    day = citaat.datum
    values = (
        ("TY", "ELEC"),
        ("ID", citaat.sleutel),
        ("TI", citaat.titel),
        ("AU", settings.WAGTAIL_SITE_NAME),
        ("T2", settings.WAGTAIL_SITE_NAME),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("ET", citaat.versie),
        ("LA", "nl"),
        ("UR", citaat.url),
        ("N1", citaat.opmerking),
    )
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in values if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_bibtex(citaat: Citaat) -> str:
    """BibTeX. What LaTeX would run is written out, and the title keeps its capitals."""
    values = {
        "title": f"{{{_latex(citaat.titel)}}}",
        "author": f"{{{settings.WAGTAIL_SITE_NAME}}}",
        "year": str(citaat.datum.year) if citaat.datum else "",
        "date": citaat.datum.isoformat() if citaat.datum else "",
        "version": _latex(citaat.versie),
        "url": citaat.url,
        "language": "dutch",
        "note": _latex(citaat.opmerking),
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@misc{{{citaat.sleutel},\n{fields}\n}}\n"


def as_csl(citaat: Citaat) -> str:
    """CSL-JSON: a list of one."""
    day = citaat.datum
    item = {
        "id": citaat.sleutel,
        "type": "webpage",
        "title": _one_line(citaat.titel),
        "author": [{"literal": settings.WAGTAIL_SITE_NAME}],
        "container-title": settings.WAGTAIL_SITE_NAME,
        "language": "nl-NL",
        "URL": citaat.url,
        "version": citaat.versie,
        "note": citaat.opmerking,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Vorm:
    """A form of a citation: what it is called, its kind of file, and how it is written."""

    naam: str
    mime: str
    schrijf: Callable[[Citaat], str]


# By the extension of the file.
VORMEN = {
    "txt": Vorm("Tekst", "text/plain; charset=utf-8", as_text),
    "ris": Vorm("RIS", "application/x-research-info-systems; charset=utf-8", as_ris),
    "bib": Vorm("BibTeX", "application/x-bibtex; charset=utf-8", as_bibtex),
    "json": Vorm("CSL-JSON", "application/vnd.citationstyles.csl+json", as_csl),
}


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def _latex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in _one_line(text))
