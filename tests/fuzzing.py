"""Requests that no reader would send on purpose, drawn with a seed; and what may never be in an answer to them.

for asked in requests(random.Random(seed), addresses): ...      a request; send it in whatever way
faults(asked, status, headers, body, host)                      what is wrong with its answer; [] is well
"""

from __future__ import annotations

import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

MARK = "qzmerk"
# A tag, an attribute and a header of our own: each is recognised when it comes back as more than text.
TAG, HEADER = f'"><{MARK} x="', f"\r\nX-{MARK}: 1"
METHODS = ["GET"] * 14 + ["HEAD", "OPTIONS", "POST", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"]
NAMES = (
    "q pagina page sorteer soort vorm sector fase rol instrument resultaat regio provincie stadium status niveau "
    "proeftuin past sinds van tot datum next p format id key csrfmiddlewaretoken koppeling rapport organisatie tag"
).split()
PIECES = [
    TAG, HEADER, "'", '"', "`", "\\", "\x00", "\x1b[31m", "\x7f", "%", "%%", "%s", "%00", "{{7*7}}",
    "{% debug %}", "${7}", "../" * 8, "..\\..\\", "/etc/passwd", "//evil.test/", "/\\evil.test", "https://evil.test",
    "javascript:alert(1)",
    "-1", "0", "1e9", "9" * 30, "NaN", "true", "null", "[]", "2026-02-30", "0000-00-00", "drang", "mensenhandel",
    "00000000-0000-0000-0000-000000000000", "zorg AND", "OR OR", "NOT", "NEAR(", '"half', "*", "a*", "(((", ")))", "^9",
    ":",
    "title:x", "-", "--", "; DROP TABLE x", "' OR 1=1 --", "\u202e", "\ufeff", "é" * 40, "ß", "İ", "𝕳", "👩‍👩‍👧",
    "a\u0301" * 30,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "a" * 300, "woord " * 80, "\n", "\t", " ", "",
]  # fmt: skip
RAW = [
    "%",
    "%zz",
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "%c0%af",
    "%0d%0aX-qzmerk:%201",
    "%2e%2e%2f",
    "%5c",
    ";",
    "//",
    "%3cqzmerk%3e",
]
HEADERS: Mapping[str, Sequence[str]] = {
    "Accept": ["*/*", "application/json", "image/webp;q=2", "", "x" * 2000, ",;q="],
    "Accept-Language": ["nl", "en;q=0.1", "x" * 500, "*;q=NaN", "zh-Hant-TW-x-y"],
    "Accept-Encoding": ["br", "gzip;q=0", "identity;q=0, *;q=0", "zstd", ",,,"],
    "Range": ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=0-,0-,0-", "bytes=99999999999999999999-", "els=1"],
    "If-None-Match": ["*", '"x"', 'W/"x"', '"', "x" * 3000],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "morgen", "Fri, 31 Dec 9999 23:59:59 GMT", "0"],
    "If-Match": ["*", '"x"'],
    "Cookie": ["sessionid=x", "csrftoken=" + "a" * 64, "=;=;", "sessionid=" + "a" * 3000, "messages=x:y:z", "é=1"],
    "Referer": ["https://evil.test/", "javascript:1", "x" * 2000, "/"],
    "Authorization": ["Basic eDp4", "Bearer x", "Basic", "Digest"],
    "X-Forwarded-Host": ["evil.test", "evil.test:99999"],
    "X-Forwarded-Proto": ["http", "", "https,http", "wss"],
    "X-Forwarded-For": ["127.0.0.1", "evil", "::1, 1.1.1.1", "x" * 500, ""],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Requested-With": ["XMLHttpRequest"],
    "Origin": ["https://evil.test", "null"],
    "Content-Type": [
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/xml; charset=x",
    ],
}
HOSTS = ["evil.test", "", "a" * 300, "[::1", "127.0.0.1:99999999", "evil.test:80@portaal", "xn--", "..", "é.test"]
BODIES = [
    b"",
    b"x=1&x=2",
    b"{",
    b"\x00\xff" * 50,
    b"--x\r\n",
    b"a" * 5000,
    b"<?xml version='1.0'?><!DOCTYPE x><x/>",
    b"=&=&",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `target` is written as it goes over the line. `host` is "" for the portal's own."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    host: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.target[:300]!r} {dict(self.headers)} {self.body[:40]!r} host={self.host!r}"


def requests(dice: random.Random, addresses: Sequence[str]) -> Iterator[Asked]:
    """Without end: addresses of the portal, asked wrongly in one way or several."""
    while True:
        method = dice.choice(METHODS)
        headers = {name: dice.choice(HEADERS[name]) for name in dice.sample(list(HEADERS), dice.choice((0, 0, 1, 2)))}
        host = dice.choice(HOSTS[:1] + HOSTS) if dice.random() < 0.04 else ""
        body = dice.choice(BODIES) if method in ("POST", "PUT", "PATCH") else b""
        yield Asked(method, _target(dice, dice.choice(addresses)), headers, body, host)


def value(dice: random.Random) -> str:
    """Something to type where something else is meant."""
    return "".join(dice.choice(PIECES) for _ in range(dice.choice((1, 1, 1, 2, 3))))


def _target(dice: random.Random, address: str) -> str:
    path, _, query = address.partition("?")
    roll = dice.random()
    if roll < 0.2:
        at = dice.randrange(1, len(path) + 1)
        path = path[:at] + (dice.choice(RAW) if dice.random() < 0.5 else _quoted(value(dice))) + path[at:]
    elif roll < 0.25:
        path = path.rstrip("/") + dice.choice(("", "//", "/.", ".json", "/index.php", "/.git/config", "/%2e%2e/"))
    elif roll < 0.28:
        path = "/" + "/".join(_quoted(value(dice)) for _ in range(dice.randrange(1, 4)))
    if dice.random() < 0.7:
        count = dice.choice((1, 1, 2, 3, 40))
        pairs = (f"{dice.choice(NAMES)}={_quoted(value(dice))}" for _ in range(count))
        query = "&".join([*([query] if query else []), *pairs, *([dice.choice(RAW)] if dice.random() < 0.1 else [])])
    return (f"{path}?{query}" if query else path)[:3500]


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def faults(asked: Asked, status: int, headers: Mapping[str, str], body: bytes, host: str) -> list[str]:
    """What may never be in the answer to a reader who is not logged in."""
    sent = {name.lower(): text for name, text in headers.items()}
    found = []
    if status >= 500:
        found.append(f"{status}")
    # A form has one against forgery; a session that is none is taken away.
    if "Max-Age=0" not in sent.get("set-cookie", "Max-Age=0") and not asked.target.startswith("/account/"):
        found.append(f"a cookie: {sent['set-cookie'][:60]}")
    if f"x-{MARK}" in sent:
        found.append("a header was injected")
    if leads_away(sent.get("location", ""), host):
        found.append(f"leads away: {sent['location'][:120]}")
    kind = sent.get("content-type", "").partition(";")[0]
    if kind == "text/html" and re.search(rf"<{MARK}".encode(), body, re.IGNORECASE):
        found.append("typed markup came back as markup")
    if status == 200 and asked.method == "GET" and (wrong := malformed(kind, body)):
        found.append(wrong)
    return [f"{fault}: {asked}" for fault in found]


def leads_away(location: str, host: str) -> bool:
    """Whether a browser that follows this leaves the portal; a backslash is a slash to it."""
    parts = urlsplit(location.strip().replace("\\", "/"))
    return bool(location) and (parts.scheme not in ("", "https", "http") or parts.netloc not in ("", host))


def malformed(kind: str, body: bytes) -> str:
    """Why a feed, a sitemap or JSON cannot be read; "" when it can, or is something else."""
    try:
        if kind.endswith(("xml", "+xml")):
            ET.fromstring(body)
        elif kind.endswith(("json", "+json")):
            json.loads(body)
    except (ET.ParseError, ValueError) as error:
        return f"malformed {kind}: {error}"
    return ""
