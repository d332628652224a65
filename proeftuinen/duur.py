"""How long something lasted, in words."""

import datetime

from portal.datum import Datum, Korrel

DAYS_A_MONTH = 30.4375
DAYS_A_YEAR = 365.25


def duur_tekst(dagen: int) -> str:
    """ "1 dag", "6 weken", "5 maanden", "2 jaar en 3 maanden": as precise as a reader needs."""
    if dagen < 1:
        return "minder dan een dag"
    if dagen < 21:
        return "1 dag" if dagen == 1 else f"{dagen} dagen"
    if dagen < 75:
        return f"{round(dagen / 7)} weken"
    months = round(dagen / DAYS_A_MONTH)
    if months < 24:
        return f"{months} maanden"
    years, months = divmod(months, 12)
    rest = "" if not months else " en 1 maand" if months == 1 else f" en {months} maanden"
    return f"{years} jaar{rest}"


def dagen_tussen(begin: Datum, einde: Datum) -> int | None:
    """From the middle of the one to the middle of the other, at least 0; None when one of them is unknown."""
    first, last = _middle(begin), _middle(einde)
    return max((last - first).days, 0) if first and last else None


def duur_tussen(begin: Datum, einde: Datum) -> str:
    """In words, no more exact than the dates are: "ongeveer 3 jaar"; "" when one of them is unknown."""
    dagen = dagen_tussen(begin, einde)
    if dagen is None:
        return ""
    if begin.exact and einde.exact:
        return duur_tekst(dagen)
    if Korrel.JAAR in (begin.korrel, einde.korrel):
        years = round(dagen / DAYS_A_YEAR)
        return f"ongeveer {years} jaar" if years else "minder dan ongeveer een jaar"
    return f"ongeveer {duur_tekst(dagen)}"


def telt_mee(begin: Datum, einde: Datum) -> bool:
    """Whether a duration between these is known well enough to stand in a median: to the month, and not "about"."""
    return all(date and not date.omstreeks and date.korrel != Korrel.JAAR for date in (begin, einde))


def _middle(date: Datum) -> datetime.date | None:
    return date.begin + (date.einde - date.begin) / 2 if date.begin and date.einde else None
