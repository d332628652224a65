"""The law as records: what a page, a tool or a solution rests on, and what must be looked at when the law changes."""

import re
import uuid
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin
from wagtail.search import index

from ..soorten import Soort

BWB = r"BWB[RVW]\d{7}"
CELEX = r"\d{5}[A-Z]{1,2}\d{4}(?:R\(\d{2}\))?(?:-\d{8})?"
REGELING = RegexValidator(
    rf"\A(?:{BWB}|{CELEX})\Z", "Schrijf een BWB-nummer zoals BWBR0001854, of een CELEX-nummer zoals 32011L0036."
)
ARTIKEL = RegexValidator(
    r"\A[\w:./ ()-]*\w[\w:./ ()-]*\Z", "Schrijf alleen het artikel, zoals 273f, 5:15 of 240 tot en met 253."
)
# An Artikel begins with a figure; "B8/3" is a chapter of a circular, which the address of an article does not reach.
NUMBER = re.compile(r"\d[\w:.]*")


class Wetsartikel(RevisionMixin, index.Indexed, models.Model):
    """An article of a law, or a law as a whole; pages refer to it, and it knows what rests on it."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    regeling = models.CharField(
        "regeling", max_length=200, help_text="De officiële naam, zoals Wetboek van Strafrecht."
    )
    citeertitel = models.CharField(
        "korte naam", max_length=60, help_text="Zoals mensen haar noemen: Sr, Gemeentewet, AVG."
    )
    nummer = models.CharField(
        "BWB- of CELEX-nummer",
        max_length=30,
        validators=[REGELING],
        help_text="Staat in het adres op wetten.overheid.nl (BWBR0001854) of EUR-Lex (32011L0036).",
    )
    artikel = models.CharField(
        "artikel", max_length=40, blank=True, validators=[ARTIKEL], help_text="Zoals 273f. Leeg: de hele regeling."
    )
    lid = models.CharField("lid", max_length=10, blank=True, validators=[ARTIKEL], help_text="Alleen het cijfer.")
    vroegere_namen = models.TextField(
        "vroegere namen", blank=True, max_length=400, help_text="Op elke regel één, zoals 250a Sr. Zoeken kent ze ook."
    )
    opmerking = models.TextField(
        "opmerking", blank=True, max_length=600, help_text="Wat dit artikel regelt, in één of twee zinnen."
    )
    gecontroleerd_op = models.DateField(
        "gecontroleerd op", null=True, blank=True, help_text="Wanneer is dit nagelezen in de wettekst?"
    )
    # Follow from the fields above when it is saved: they stand in lists and addresses.
    naam = models.CharField("naam", max_length=140, editable=False)
    slug = models.SlugField("slug", max_length=60, editable=False)

    declaration = Soort(
        icon="scale",
        placed=("naam", "regeling", "citeertitel", "nummer", "artikel", "lid", "vroegere_namen", "opmerking"),
        not_searched={"slug": "part of the address"},
    )

    search_fields = [
        index.SearchField("naam", boost=3),
        index.AutocompleteField("naam"),
        index.SearchField("regeling"),
        index.SearchField("vroegere_namen"),
        index.FilterField("nummer"),
    ]
    panels = [
        FieldPanel("regeling"),
        FieldRowPanel([FieldPanel("citeertitel"), FieldPanel("nummer")]),
        FieldRowPanel([FieldPanel("artikel"), FieldPanel("lid")]),
        FieldPanel("vroegere_namen"),
        FieldPanel("opmerking"),
        FieldPanel("gecontroleerd_op"),
    ]

    class Meta:
        verbose_name = "wetsartikel"
        verbose_name_plural = "wetsartikelen"
        ordering = ["regeling", "nummer", "naam"]
        constraints = [models.UniqueConstraint(fields=["nummer", "slug"], name="wetsartikel_once")]

    def __str__(self) -> str:
        return self.naam

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("wetsartikel", args=[self.nummer, self.slug])

    def clean(self) -> None:
        super().clean()
        self.derive()
        # A form leaves out what an editor cannot fill in, and the constraint with it.
        if Wetsartikel.objects.filter(nummer=self.nummer, slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError({"artikel": "Dit artikel van deze regeling staat er al."})

    def derive(self) -> None:
        """The name and the place in the address, from what an editor filled in."""
        parts = [f"{'artikel ' if NUMBER.match(self.artikel) else ''}{self.artikel}"] if self.artikel else []
        parts += [f"lid {self.lid}"] if self.lid else []
        self.naam = f"{', '.join(parts)} {self.citeertitel}".strip()
        words = f"{self.artikel} lid {self.lid}" if self.lid else self.artikel
        self.slug = re.sub(r"[^0-9a-z]+", "-", words.lower()).strip("-")[:60] or "regeling"

    @property
    def is_europees(self) -> bool:
        """Whether it is law of the European Union, by its number: Dutch law has a BWB number."""
        return not self.nummer.startswith("BWB")

    @property
    def wettekst_url(self) -> str:
        """Where the text itself stands: at EUR-Lex, or at the article on wetten.overheid.nl."""
        if self.is_europees:
            return f"https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:{quote(self.nummer)}"
        number = NUMBER.match(self.artikel)
        if number is None:
            return f"https://wetten.overheid.nl/{self.nummer}"
        lid = f"&lid={quote(self.lid)}" if self.lid else ""
        return f"https://wetten.overheid.nl/jci1.3:c:{self.nummer}&artikel={number[0]}{lid}"

    @property
    def andere_namen(self) -> list[str]:
        """What it was called before, one name a line in the field."""
        return [name for line in self.vroegere_namen.splitlines() if (name := line.strip())]
