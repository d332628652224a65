"""The models of the tracker, one concept a file."""

from .bewijsstand import Bewijsstand
from .knelpunt import Knelpunt, Waarneming
from .oplossing import Oplossing
from .proeftuin import Mijlpaal, Overdrachtsvoorwaarde, Proeftuin, ProeftuinPartner, Voortgangsbericht
from .register import InRegister, Register
from .samenvoegbaar import Samenvoegbaar
from .stap import KnelpuntStap, ProeftuinStap, Stap
from .toepassing import Neveneffect, Toepassing

__all__ = [
    "Bewijsstand",
    "InRegister",
    "Knelpunt",
    "KnelpuntStap",
    "Mijlpaal",
    "Neveneffect",
    "Oplossing",
    "Overdrachtsvoorwaarde",
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
