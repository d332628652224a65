"""Gather what different ways of searching find, for somebody who judges it without knowing who found what.

    python -m tests.relevance.pool --out judge.txt [--elasticsearch URL] [--again]
    python -m tests.relevance.pool --judged grades.txt --pooled judge.txt

The first writes per question the pooled documents in a shuffled order, those that have a grade already left out
unless `--again` is given. The second takes lines "question document=grade ..." and stores them; documents that the
file has for that question and that are not named get grade 0. A judge who knows of another good answer may name it:
any document of the file will do.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from search.types import PUBLIC
from tests.relevance.judged import docid, qrels, topics, write_qrels

_HEAD = re.compile(r"^# (\d+) ")
_ROW = re.compile(r"^(d\d+)\s+(\S+)")
SUMMARY = 220


def gather(out: Path, url: str, again: bool) -> None:
    """Write the file for the judge."""
    from tests.relevance import baselines, collection, temporary

    with temporary.database(), temporary.elasticsearch(url) as server:
        documents = collection.load_demo()
        # What only partners may see is no answer to the public, and the baselines know no readers.
        documents = [one for one in documents if PUBLIC in one.readers]
        asked = topics()
        with (
            collection.both_engines(documents, server) as (embedded, elastic),
            baselines.without_parts(documents) as without_parts,
            collection.elasticsearch_server.own_prefix(server) as prefix,
            baselines.dutch_of_elasticsearch(documents, server, f"{prefix}-plain") as dutch,
        ):
            runs = [
                collection.run_of(embedded, asked),
                collection.run_of(elastic, asked),
                *(
                    collection.run(answer, asked)
                    for answer in (without_parts, baselines.bm25_of_sqlite(documents), dutch)
                ),
            ]
    known = qrels()
    by_id = {docid(one): one for one in documents}
    numbers = {one: f"d{place:03}" for place, one in enumerate(sorted(by_id), 1)}
    lines: list[str] = []
    for topic in asked:
        pooled = [one for one in collection.merged(runs, topic) if again or one not in known.get(topic.qid, {})]
        random.Random(topic.qid).shuffle(pooled)
        lines.append(f"# {topic.qid} {topic.text}")
        for one in pooled:
            document = by_id[one]
            lines.append(f"{numbers[one]} {one} {document.kind}: {document.title} | {document.summary[:SUMMARY]}")
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines) - len(asked)} documents to judge for {len(asked)} questions: {out}\n")


def merge(judged: Path, pooled: Path) -> None:
    """Store the judge's grades."""
    known, names, qid = qrels(), {}, ""
    for line in pooled.read_text(encoding="utf-8").splitlines():
        if head := _HEAD.match(line):
            qid = head[1]
        elif row := _ROW.match(line):
            names[row[1]] = row[2]
            known[qid][row[2]] = 0
    for line in judged.read_text(encoding="utf-8").splitlines():
        qid, *given = line.split()
        for one in given:
            number, _, grade = one.partition("=")
            known[qid][names[number]] = int(grade)
    write_qrels(known)
    sys.stdout.write(f"{sum(map(len, known.values()))} grades stored\n")


def main(given: Sequence[str] | None = None) -> None:
    """Gather or store, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--elasticsearch", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--pooled", type=Path)
    chosen = parser.parse_args(given)
    if chosen.judged and chosen.pooled:
        merge(chosen.judged, chosen.pooled)
    elif chosen.out:
        gather(chosen.out, chosen.elasticsearch, chosen.again)
    else:
        parser.error("say where to write with --out, or what was judged with --judged and --pooled")


if __name__ == "__main__":
    main()
