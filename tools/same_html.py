"""Whether the portal answers the same after a change that readers should not see.

    python -m tools.same_html keep FOLDER           write what every address of the demo answers to this new folder
    python -m tools.same_html compare A B           print the addresses that answer otherwise; exits with 1 if any does
    python -m tools.same_html compare A B --loose   the same, blind to a space between two elements on one line

It reads the demo that KENNISPORTAAL_VAR (or DATABASE_URL) points at, and leaves it as it was. White space that nobody
sees is left out: runs of it, and what stands beside an element that begins on a line of its own.
"""

import argparse
import os
import re
import sys
from datetime import timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit

HOST = "localhost"
TEXT = re.compile(r"text/|application/(.*\+)?(json|xml)")
LEFT_ALONE = re.compile(r"/(media|static|documents|documenten|_util|admin)/|/account/logout/|.*\.(xlsx|txt)$")
# Each page has three of these, all made by the same code: one in eight tells as much.
MANY = re.compile(r"/feeds/(begrip|pagina|trefwoord|wet)/|/toepassingen/.*/(feed|citeer)\.")
STARTS = (
    "/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/wijzigingen/", "/wijzigingen/?soort=nieuw",
    "/wijzigingen/?pagina=2", "/waarom-zie-ik-dit-niet/", "/bestaat-niet/", "/feeds/", "/zoeken/",
    "/zoeken/?q=mensenhandel", "/zoeken/?q=mensenhandel&pagina=2", "/zoeken/?q=mensenhandel&soort=handreiking",
    "/zoeken/?q=uitbuitting", "/zoeken/?q=ruimtevaartkunde", "/zoeken/?q=mensenhandel&pagina=999",
    "/zoeken/suggesties?q=mensen", "/zoeken/export.json?q=signalen", "/export/begrippen.csv", "/export/begrippen.json",
    "/programma/matrix/?pagina=2", "/programma/matrix/?vorm=arbeidsuitbuiting", "/programma/matrix/?q=xyzzy",
    "/programma/witte-vlekken/?vorm=arbeidsuitbuiting", "/programma/kaart/?provincie=utrecht",
    "/programma/vergelijken/?proeftuin=een&proeftuin=twee", "/programma/?op=2026-01-01", "/programma/?op=gisteren",
    "/programma/aanbevelingen/?q=xyzzy", "/account/login/", "/account/password/reset/",
    "/account/password/reset/done/", "/account/uitnodiging/x/", "/account/signup/",
)  # fmt: skip
# Asked of each address of the sitemap that has a form with filters.
FILTERED = (
    "fase=signalering", "vorm=arbeidsuitbuiting", "q=gemeente", "q=xyzzyqwerty", "sorteer=titel", "pagina=2",
    "pagina=99", "vorm=bestaat-niet", "gewijzigd_sinds=2026-01-01",
)  # fmt: skip
OF_THE_ACCOUNT = ("/account/", "/account/wat-ziet-u-extra/", "/account/2fa/", "/account/password/change/")
ADMIN = (
    "/admin/", "/admin/accounts/", "/admin/tracker_knelpunten/", "/admin/tracker_proeftuinen/",
    "/admin/tracker/importeren/",
)  # fmt: skip
BLOCKS = (
    "address|article|aside|base|blockquote|body|br|caption|circle|col|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|g|h[1-6]|head|header|hr|html|legend|li|line|link|main|meta|nav|noscript|ol|optgroup|"
    "option|p|path|polygon|polyline|rect|script|section|style|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
BESIDE_A_BLOCK = re.compile(rf"\s*(</?(?:{BLOCKS})\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)\s*")
CHANGES_BY_ITSELF = (
    re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+'),
    re.compile(r'(?<=nonce=")[^"]+'),
    re.compile(r'(?<="csrfToken": ")[^"]+|(?<="CSRF_TOKEN": ")[^"]+'),
)


def keep(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django
    import time_machine

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client
    from wagtail.models import Page

    folder.mkdir(parents=True)
    newest = Page.objects.order_by("-latest_revision_created_at").first()
    # What a page says of how long ago something was, it says of the day after the demo was made.
    moment = newest.latest_revision_created_at + timedelta(days=1)
    with time_machine.travel(moment, tick=False), transaction.atomic():
        accounts = get_user_model()
        keep_all(Client(), folder, "", STARTS)
        keep_all(logged_in(Client(), accounts, "ketenpartner"), folder, "ketenpartner", (*STARTS, *OF_THE_ACCOUNT))
        keep_all(logged_in(Client(), accounts, "redacteur"), folder, "redacteur", ADMIN)
        # Logging in writes.
        transaction.set_rollback(True)


def logged_in(client, accounts, name):
    client.force_login(accounts.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    return client


def keep_all(client, folder: Path, name: str, starts) -> None:
    """Ask these addresses and those of the sitemap; for who is not logged in also what either links to."""
    asked: set[str] = set()
    waiting = list(starts)
    near = set(waiting)
    while waiting:
        address = waiting.pop(0)
        if address in asked:
            continue
        asked.add(address)
        answer = client.get(address, SERVER_NAME=HOST)
        kind = answer.headers.get("Content-Type", "")
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode() if TEXT.match(kind) else ""
        first = f"{name or 'anoniem'} {address} {answer.status_code} {kind} {answer.headers.get('Location', '')}"
        (folder / file_name(name, address)).write_text(f"{first.strip()}\n{settled(text)}", encoding="utf-8")
        if address == "/sitemap.xml":
            near |= set(linked(address, text, kind))
            waiting += sorted(near)
        elif address in near and not name:
            waiting += sorted(linked(address, text, kind))
        if address in near and "?" not in address and 'class="filters' in text:
            waiting += [f"{address}?{query}" for query in FILTERED]
    print(f"{name or 'anoniem'}: {len(asked)} addresses", file=sys.stderr)


def linked(address: str, text: str, kind: str) -> set[str]:
    """The addresses on this site that an answer names."""
    named = r"<loc>([^<]+)" if "xml" in kind else r'<(?:a|link)\b[^>]*\shref="([^"]+)"'
    found = set()
    for url in re.findall(named, text):
        parts = urlsplit(urljoin(f"http://{HOST}{address}", urldefrag(unescape(url)).url))
        if parts.scheme not in {"http", "https"} or parts.hostname != HOST or LEFT_ALONE.match(parts.path):
            continue
        if not MANY.match(parts.path) or sha256(parts.path.encode()).digest()[0] % 8 == 0:
            found.add(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found


def file_name(name: str, address: str) -> str:
    """One that a person recognises, and that no two addresses share."""
    digest = sha256(address.encode()).hexdigest()[:8]
    return f"{name or 'anoniem'} {quote(address, safe='')[:120]} {digest}"


def settled(text: str) -> str:
    for pattern in CHANGES_BY_ITSELF:
        text = pattern.sub("_", text)
    return text


def seen(path: Path, loose: bool) -> str:
    """An answer without the white space that nobody sees."""
    first, _, text = path.read_text(encoding="utf-8").partition("\n")
    if "html" in first or "xml" in first:
        text = BESIDE_A_BLOCK.sub(r"\1", text)
        if loose:
            text = re.sub(r">\s+<", "><", text)
    text = re.sub(r"\s+", " ", text).replace(" >", ">").strip()
    return f"{first}\n{text}"


def compare(before: Path, after: Path, loose: bool) -> int:
    names = sorted({path.name for folder in (before, after) for path in folder.iterdir()})
    wrong = 0
    for name in names:
        one, other = before / name, after / name
        if not (one.exists() and other.exists()):
            wrong += 1
            print(f"only in {before if one.exists() else after}: {name}")
            continue
        a, b = seen(one, loose), seen(other, loose)
        if a != b:
            wrong += 1
            place = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            print(f"{a.partition(chr(10))[0]}\n  {show(a, place)}\n  {show(b, place)}")
    print(f"{wrong} of {len(names)} answers differ")
    return 1 if wrong else 0


def show(text: str, place: int) -> str:
    return repr(text[max(0, place - 70) : place + 70])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("keep").add_argument("folder", type=Path)
    comparing = what.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--loose", action="store_true")
    options = parser.parse_args()
    if options.what == "keep":
        keep(options.folder)
        return 0
    return compare(options.before, options.after, options.loose)


if __name__ == "__main__":
    sys.exit(main())
