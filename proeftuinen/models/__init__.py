"""The models of the tracker, one concept a file."""

from .bewijsstand import Bewijsstand
from .importbestand import Importbestand
from .knelpunt import Knelpunt, Waarneming
from .oplossing import Oplossing
from .praktijkkoppeling import Praktijkkoppeling
from .proeftuin import Mijlpaal, Overdrachtsvoorwaarde, Proeftuin, ProeftuinPartner, Voortgangsbericht
from .register import InRegister, Register
from .samenvoegbaar import Samenvoegbaar
from .stap import KnelpuntStap, ProeftuinStap, Stap
from .toepassing import Neveneffect, Toepassing

__all__ = [
    "Bewijsstand",
    "Importbestand",
    "InRegister",
    "Knelpunt",
    "KnelpuntStap",
    "Mijlpaal",
    "Neveneffect",
    "Oplossing",
    "Overdrachtsvoorwaarde",
    "Praktijkkoppeling",
    "Proeftuin",
    "ProeftuinPartner",
    "ProeftuinStap",
    "Register",
    "Samenvoegbaar",
    "Stap",
    "Toepassing",
    "Voortgangsbericht",
    "Waarneming",
]
