"""How long something lasted, in words."""

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
