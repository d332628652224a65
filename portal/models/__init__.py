"""The models of the portal, one concept a file."""

from .aanbeveling import Aanbeveling, AanbevelingStap
from .begrip import AlternatieveTerm, Begrip
from .begrippenlijst import Begrippenlijst
from .bestandstekst import Bestandstekst
from .gebruiker import Gebruiker
from .gemeente import Gemeente
from .gerenderde_tekst import GerenderdeTekst
from .handreiking import Handreiking
from .home import Home, Uitgelicht
from .hulpmiddel import Hulpmiddel
from .links import Links
from .media import Afbeelding, AfbeeldingRendition, Bestand
from .nieuws import Nieuws
from .organisatie import Organisatie
from .overzicht import InOverzicht, Overzicht, Standaardpagina
from .pagina import Bijlage, Gerelateerd, Pagina, PaginaTag
from .praktijkvoorbeeld import Praktijkvoorbeeld
from .rapport import Rapport
from .site_settings import Hoofdmenu, Portaalinstellingen, Voetlink
from .uitnodiging import Uitnodiging
from .vijf_i import VijfI, Volledigheid
from .wetsartikel import Wetsartikel
from .wijziging import Wijziging

__all__ = [
    "Aanbeveling",
    "AanbevelingStap",
    "Afbeelding",
    "AfbeeldingRendition",
    "AlternatieveTerm",
    "Begrip",
    "Begrippenlijst",
    "Bestand",
    "Bestandstekst",
    "Bijlage",
    "Gebruiker",
    "Gemeente",
    "Gerelateerd",
    "GerenderdeTekst",
    "Handreiking",
    "Home",
    "Hoofdmenu",
    "Hulpmiddel",
    "InOverzicht",
    "Links",
    "Nieuws",
    "Organisatie",
    "Overzicht",
    "Pagina",
    "PaginaTag",
    "Portaalinstellingen",
    "Praktijkvoorbeeld",
    "Rapport",
    "Standaardpagina",
    "Uitgelicht",
    "Uitnodiging",
    "VijfI",
    "Voetlink",
    "Volledigheid",
    "Wetsartikel",
    "Wijziging",
]
