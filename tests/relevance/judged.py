"""The questions, and how well each document answers them: TREC topics and qrels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.visibility import Reader, audience_for
from search.types import SearchDocument

# Who asks: the public of a site that shows its examples, as the demo does.
EVERYBODY = audience_for(Reader())
TOPICS = Path(__file__).with_name("topics.tsv")
QRELS = Path(__file__).with_name("qrels.txt")
# A class of questions to which the portal has no answer: nothing may be found.
NOTHING = "niets"


@dataclass(frozen=True, slots=True)
class Topic:
    """A question. `grades`: judged document -> 3 answers it, 2 helps clearly, 1 touches on it, 0 does not."""

    qid: str
    kind: str
    text: str
    grades: Mapping[str, int] = field(default_factory=dict)

    @property
    def held_out(self) -> bool:
        """Half of the questions: nobody may look at them while changing the ranking."""
        return int(self.qid) % 2 == 0


def docid(document: SearchDocument) -> str:
    """The name of a document in the qrels: its path on the site, which a reload of the demo does not change."""
    return document.url


def qrels(path: Path = QRELS) -> dict[str, dict[str, int]]:
    """Question -> document -> grade."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            qid, _, document, grade = line.split()
            found[qid][document] = int(grade)
    return found


def write_qrels(grades: Mapping[str, Mapping[str, int]], path: Path = QRELS) -> None:
    """Store all grades, sorted, so that a later judgement is a small difference."""
    lines = [f"{qid} 0 {document} {grade}" for qid in sorted(grades) for document, grade in sorted(grades[qid].items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def topics(known: Mapping[str, Mapping[str, int]] | None = None) -> list[Topic]:
    """The questions in the order of the file, with their grades."""
    known = qrels() if known is None else known
    rows = (line.split("\t") for line in TOPICS.read_text(encoding="utf-8").splitlines())
    return [Topic(qid, kind, text, known.get(qid, {})) for qid, kind, text in rows]


def kinds(asked: Iterable[Topic]) -> list[str]:
    """The classes in the order in which they first appear."""
    return list(dict.fromkeys(topic.kind for topic in asked))
