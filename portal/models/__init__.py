"""The models of the portal, one concept a file."""

from .aanbeveling import Aanbeveling, AanbevelingStap
from .begrip import AlternatieveTerm, Begrip
from .bestandstekst import Bestandstekst
from .gebruiker import Gebruiker
from .gemeente import Gemeente
from .gerenderde_tekst import GerenderdeTekst
from .media import Afbeelding, AfbeeldingRendition, Bestand
from .paginas.begrippenlijst import Begrippenlijst
from .paginas.handreiking import Handreiking
from .paginas.home import Home, Uitgelicht
from .paginas.hulpmiddel import Hulpmiddel
from .paginas.links import Links
from .paginas.nieuws import Nieuws
from .paginas.organisatie import Organisatie
from .paginas.overzicht import InOverzicht, Overzicht, Standaardpagina
from .paginas.pagina import Bijlage, Gerelateerd, Pagina, PaginaTag
from .paginas.praktijkvoorbeeld import Praktijkvoorbeeld
from .paginas.rapport import Rapport
from .paginas.vijf_i import VijfI, Volledigheid
from .site_settings import Hoofdmenu, Portaalinstellingen, Voetlink
from .uitnodiging import Uitnodiging
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
