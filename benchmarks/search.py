"""How fast search is, on real pages in a portal of its own: both engines, the bare server and Wagtail's search.

    python -m benchmarks.search --documents 10000 [--corpus FILE.jsonl.gz] [--elasticsearch URL] [--questions 300]

All contenders answer the same questions in turns, so that what else the machine does slows all of them. A question is
a few words of a title, which must bring that page back. The figures are of `service.search()`: hits with highlights,
facets and the check against the database, without HTML. Prints figures only; what it made is removed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks import corpus, raw, site, wagtail_search
from benchmarks.timing import Contender, Times, in_turns, ratio, resident, say, spread, timed

# Who takes seconds for an answer is asked less, and no longer than this.
SLOW_QUESTIONS, SLOW_SECONDS = 10, 60.0
EMBEDDED, ELASTIC, BARE = "embedded", "elastic", "bare _search"


class Bench:
    """Everything that is measured, in the order in which it is printed."""

    def __init__(self, asked: Sequence[tuple[str, str]], elasticsearch: str) -> None:
        from search import engines

        self.asked = asked
        self.questions = [text for _, text in asked]
        self.url = elasticsearch
        self.engines = list(reversed(engines.kept()))
        self.marking = 0.0

    def index(self) -> None:
        """Documents a second, and what the reading alone costs."""
        from django.conf import settings
        from django.db import connection

        from search.indexing import delivery

        asked = 0

        def counted(execute: Any, *args: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*args)

        with connection.execute_wrapper(counted):
            took, count = timed(lambda: sum(len(batch) for batch in delivery.everything(0)))
        say(f"reading            {count / took * 1000:7.0f} documents/s, {asked / count * 1000:.0f} queries per 1,000")
        for engine in self.engines:
            took, _ = timed(lambda engine=engine: delivery.rebuild(engine))  # type: ignore[misc]
            say(f"{engine.name:<18} {count / took * 1000:7.0f} documents/s from the database, {took / 1000:.1f} s")
        size = sum(path.stat().st_size for path in Path(settings.SEARCH["EMBEDDED_PATH"]).iterdir())
        say(f"embedded index     {size / 1e6:7.1f} MB, {size / count / 1e3:.1f} kB a document")

    def service(self, name: str) -> Contender:
        """`service.search` with one engine; the time for the marks is added up apart."""
        from django.conf import settings

        from portal.visibility import anonymous, audience_for
        from search import service
        from search.types import SearchQuery

        # A request knows its reader before it searches.
        everybody = audience_for(anonymous())

        def ask(text: str) -> Any:
            settings.SEARCH["ENGINE"] = name
            return service.search(SearchQuery(text, audience=everybody))

        return ask

    def page(self, name: str) -> Contender:
        """The same as an HTML page, through all of Django."""
        from django.conf import settings
        from django.test import Client

        client = Client()

        def ask(text: str) -> Any:
            settings.SEARCH["ENGINE"] = name
            return client.get("/zoeken/", {"q": text}).content

        return ask

    def ask_the_slow_one(self) -> None:
        """Wagtail's search in the database, whose time grows with the square of the documents."""
        from django.db import OperationalError

        name = "wagtail, database"
        slow = {name: wagtail_search.contender("default", SLOW_SECONDS)}
        try:
            found = str(in_turns(self.questions[:SLOW_QUESTIONS], slow, seconds=SLOW_SECONDS)[name])
        except OperationalError:
            found = f"a question is not answered within {SLOW_SECONDS:.0f} s"
        say(f"first time {name:<18}{found}")

    def ask(self) -> None:
        """All contenders, first time and again."""
        contenders: dict[str, Contender] = {EMBEDDED: self.service(EMBEDDED)}
        if self.url:
            elastic = self.engines[-1]
            known = raw.bodies(elastic, self.questions)
            contenders[ELASTIC] = self.service(ELASTIC)
            contenders[BARE] = raw.through_client(elastic, known)
            contenders["bare, by socket"] = raw.through_socket(self.url, elastic._indices.current, known)
            contenders["wagtail, elastic"] = wagtail_search.contender("elastic")
        self.ask_the_slow_one()
        for label in ("first time", "again"):
            marks, times = self._with_marks(lambda: in_turns(self.questions, contenders))
            for name, found in times.items():
                say(f"{label:<11}{name:<18}{found}{marks.get(name, '')}")
        if self.url:
            plain = [one - mark for one, mark in zip(times[ELASTIC].clock, self._marked[ELASTIC], strict=True)]
            times_bare = ratio(plain, times[BARE].clock)
            say(f"elastic, without marks, is {times_bare:.2f} times the bare _search (median of pairs)")
        for name in (EMBEDDED, ELASTIC) if self.url else (EMBEDDED,):
            say(f"HTML page  {name:<18}{in_turns(self.questions, {name: self.page(name)})[name]}")

    def _with_marks(self, run: Callable[[], Mapping[str, Times]]) -> tuple[dict[str, str], Mapping[str, Times]]:
        """Run, and add up for each engine and question what making the hits with their marks took."""
        from django.conf import settings

        from search import service

        self._marked: dict[str, list[float]] = {EMBEDDED: [], ELASTIC: []}
        make, search = service._hit, service.search

        def marked(*args: Any) -> Any:
            took, hit = timed(lambda: make(*args))
            self.marking += took
            return hit

        def counted(*args: Any, **changes: Any) -> Any:
            self.marking = 0.0
            answer = search(*args, **changes)
            self._marked[settings.SEARCH["ENGINE"]].append(self.marking)
            return answer

        service._hit, service.search = marked, counted
        try:
            times = run()
        finally:
            service._hit, service.search = make, search
        return {name: f"   of which marks {spread(found)}" for name, found in self._marked.items() if found}, times

    def find(self) -> None:
        """Whether the answers are any good: a quick engine that finds nothing is no engine."""
        for engine in self.engines:
            ranks = []
            for title, text in self.asked:
                titles = [hit.title_text for hit in self.service(engine.name)(text).hits]
                ranks.append(1 / (titles.index(title) + 1) if title in titles else 0.0)
            say(f"MRR@10     {engine.name:<18}{fmean(ranks):.3f}")

    def publish(self) -> None:
        """One page from the click until everybody finds it, by the worker's own step."""
        from django.conf import settings
        from django.db import transaction

        from portal.models import Handreiking
        from search import service

        times: dict[str, list[float]] = {engine.name: [] for engine in self.engines}
        saving = []
        for number, pk in enumerate(Handreiking.objects.order_by("pk").values_list("pk", flat=True)[:20]):
            word = f"zichtbaarwoord{'abcdefghijklmnopqrst'[number]}"

            def change(pk: int = pk, word: str = word) -> None:
                page = Handreiking.objects.get(pk=pk)
                page.title = f"{page.title} {word}"
                with transaction.atomic():
                    page.save_revision().publish()

            settings.SEARCH["ENGINE"] = self.engines[-1].name
            took, _ = timed(change)
            saving.append(took)
            for name, found in times.items():
                settings.SEARCH["ENGINE"] = self.engines[-1].name
                if name == ELASTIC:
                    took += timed(service.work)[0]
                look, answer = timed(lambda name=name, word=word: self.service(name)(word))  # type: ignore[misc]
                assert any(word in hit.title_text for hit in answer.hits), (name, word)
                found.append(took + look)
        say(f"publishing itself            {spread(saving)}")
        for name, found in times.items():
            say(f"publish until found, {name:<8}{spread(found)}" + (" + the worker's pause" if name == ELASTIC else ""))

    def grow(self, rounds: int = 5) -> None:
        """What this process holds, and whether it holds more after many questions."""
        before = resident()
        for _ in range(rounds):
            for text in self.questions:
                self.service(EMBEDDED)(text)
        asked = rounds * len(self.questions)
        say(f"memory     {resident():7.0f} MB, {resident() - before:+.1f} MB after {asked} questions")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--elasticsearch", default="", help="the address of a server")
    parser.add_argument("--folder", type=Path, help="keep the pages here, and use those of an earlier run")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        site.configure(folder, chosen.elasticsearch)
        stack.callback(site.clean, chosen.elasticsearch)
        known = corpus.read(chosen.corpus)
        texts = list(corpus.texts(known, chosen.documents))
        asked = corpus.questions(texts, chosen.questions)
        say(f"{site.fill(folder, texts)} pages, {len(asked)} questions")
        bench = Bench(asked, chosen.elasticsearch)
        bench.index()
        for name in ("default", "elastic") if chosen.elasticsearch else ("default",):
            say(f"wagtail, {name:<10}{chosen.documents / wagtail_search.index(name):7.0f} documents/s")
        for step in (bench.find, bench.ask, bench.publish, bench.grow):
            step()


if __name__ == "__main__":
    main()
