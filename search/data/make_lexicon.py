"""Makes woorden.tsv.gz, the parts of Dutch compounds, from OpenTaal's word list.

    python -m search.data.make_lexicon WORDLIST

WORDLIST is `/usr/share/dict/dutch` of Debian's package wdutch (one word a line, UTF-8). Every word gets its family
size: how many words of the list are made of it and one other word of the list, with or without a linking letter.
Words with a small family are left out: as parts of a compound they are more often chance than meaning.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from unicodedata import combining, normalize

from search.data.lists import listed
from search.language.compounds import LINKS

SHORTEST = 3
SMALLEST_FAMILY = 4
SMALLEST_FAMILY_OF_LONG = 2
LONG = 8
# Of three letters there are many words that are endings and prefixes too; these are really parts.
SHORT_PARTS = listed("korte_delen.txt")
# Prefixes, particles and endings: parts in form, not in meaning.
NO_PARTS = listed("geen_delen.txt")
TARGET = Path(__file__).with_name("woorden.tsv.gz")


def fold(word: str) -> str:
    """Without accents: both "één" and the ligature "ĳ" become plain letters."""
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter))


def read(lines: Iterable[str]) -> set[str]:
    """The ordinary words: small letters only, so no names and no abbreviations."""
    words = (fold(line.strip()) for line in lines)
    return {word for word in words if word.isascii() and word.isalpha() and word.islower() and len(word) >= SHORTEST}


def families(words: set[str]) -> Counter[str]:
    """Word -> in how many words of the list it is the first or the last of two parts."""
    sizes: Counter[str] = Counter()
    for word in words:
        heads, tails = set(), set()
        for cut in range(SHORTEST, len(word) - SHORTEST + 1):
            head = word[:cut]
            if head not in words:
                continue
            for link in LINKS:
                tail = word[cut + len(link) :]
                if word.startswith(link, cut) and tail in words:
                    heads.add(head)
                    tails.add(tail)
        sizes.update(heads | tails)
    return sizes


def main(path: str) -> None:
    """Write the lexicon; the same list gives the same bytes."""
    words = read(Path(path).read_text(encoding="utf-8").splitlines())
    kept = {
        word: size
        for word, size in families(words).items()
        if size >= (SMALLEST_FAMILY_OF_LONG if len(word) >= LONG else SMALLEST_FAMILY)
        and word not in NO_PARTS
        and (len(word) > SHORTEST or word in SHORT_PARTS)
    }
    text = "".join(f"{word}\t{size}\n" for word, size in sorted(kept.items()))
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), compresslevel=9, mtime=0))
    print(f"{len(kept)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
