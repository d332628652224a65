"""What is indexed of a document: the same tokens for both engines, separated by spaces."""

from __future__ import annotations

from dataclasses import dataclass

from search.language.dutch import Language, clean, fold, stop_token
from search.types import SearchDocument

# Longer texts are cut: past this a text is a book, and its first half million letters say what it is about.
LONGEST_TEXT = 500_000
# Between the title and the body, so that no phrase runs from one into the other.
BOUNDARY = "00"


@dataclass(frozen=True, slots=True)
class IndexedFields:
    """`title` and `body` hold stems, the `_parts` hold the stems of the parts of compounds, and
    that of the title its stop words.

    `exact` holds every word of the title and the body in order, the stop words too, for what is asked between quotes.
    `closed` holds stems and parts for text that only closed audiences may search. The `words` are folded words as
    written, each once: the material of suggestions and corrections.
    """

    title: str
    title_parts: str
    body: str
    body_parts: str
    closed: str
    words_title: str
    words_open: str
    words_closed: str
    exact: str
    exact_closed: str


class _Collected:
    def __init__(self) -> None:
        self.stems: list[str] = []
        self.parts: list[str] = []
        self.words: dict[str, None] = {}
        self.stopped: list[str] = []
        self.exact: list[str] = []

    def add(self, language: Language, text: str) -> None:
        for word in language.words(text):
            if word.surface:
                self.exact.append(word.stem or stop_token(word.surface))
            if word.stem:
                self.stems.append(word.stem)
                self.parts.extend(word.parts)
                self.words[word.surface] = None
            elif word.surface:
                self.stopped.append(stop_token(word.surface))


def open_text(document: SearchDocument) -> str:
    """All text that a reader of the document may search, related words included."""
    pages = (page for attachment in document.attachments if not attachment.closed for page in attachment.pages)
    names = (attachment.title for attachment in document.attachments if not attachment.closed)
    return "\n".join((document.summary, document.body, document.context, *names, *pages))[:LONGEST_TEXT]


def closed_text(document: SearchDocument) -> str:
    """The text that only closed audiences may search."""
    closed = [attachment for attachment in document.attachments if attachment.closed]
    pages = (page for attachment in closed for page in (attachment.title, *attachment.pages))
    return "\n".join((document.body_closed, *pages))[:LONGEST_TEXT]


def indexed_fields(document: SearchDocument, language: Language) -> IndexedFields:
    """The tokens of a document."""
    title, body, closed = _Collected(), _Collected(), _Collected()
    title.add(language, clean(document.title))
    body.add(language, clean(open_text(document)))
    closed.add(language, clean(closed_text(document)))
    return IndexedFields(
        title=" ".join(title.stems),
        # With the title's stop words, where they break no phrase and count least: "Wie doet wat?" has nothing else.
        title_parts=" ".join((*title.parts, *title.stopped)),
        body=" ".join(body.stems),
        body_parts=" ".join(body.parts),
        closed=" ".join((*closed.stems, *closed.parts)),
        words_title=" ".join(title.words),
        words_open=" ".join(body.words),
        words_closed=" ".join(closed.words),
        exact=" ".join((*title.exact, BOUNDARY, *body.exact)),
        exact_closed=" ".join(closed.exact),
    )


def prefix_words(text: str, most: int = 8) -> list[str]:
    """What was typed so far as folded beginnings of words."""
    return [word for word in (fold(piece) for piece in clean(text)[:200].split()) if word][:most]
