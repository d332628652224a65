"""Runs inside a copy of the repository in which all recipes were followed: migrates it, and sees each of them work.

python -m tests.recipe_probes OUTCOME.json
"""

from __future__ import annotations

import importlib
import io
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402  after setup
from django.core.checks import run_checks  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

FORGOTTEN, FOUND = "migrations_forgotten", "migrations_made"


def said(*words: str) -> str:
    """What a command says; whether it fails does not matter here."""
    out = io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=out)
    except SystemExit as end:
        out.write(f"exit {end.code}")
    return out.getvalue()


class Probes:
    """A small portal, and what should be seen of it."""

    def __init__(self) -> None:
        from search import service
        from tests.factories import paginas, records

        self.paginas: Any = paginas
        self.client = Client()
        self.sector = records.BegripFactory(term="bouw", slug="bouw", schema="sector")
        self.doelgroep = records.BegripFactory(term="jongeren", slug="jongeren", schema="doelgroep")
        self.training = paginas.TrainingFactory(
            title="Leren zien", leerdoel="Een kanariegele vlag", duur="een dag", werkvorm="online", published=True
        )
        paginas.TrainingFactory(title="Samen oefenen", published=True)
        self.nieuws = paginas.NieuwsFactory(
            title="Eerste bericht",
            aanleiding="Een zilverreiger",
            begrippen=[self.sector],
            getoetst_op="2026-05-01",
            published=True,
        )
        paginas.NieuwsFactory(title="Tweede bericht", published=True)
        self.rapport = paginas.RapportFactory(title="Monitor", rapportsoort="monitor", published=True)
        paginas.RapportFactory(title="Gewoon", rapportsoort="rapport", published=True)
        cijfer = ("cijfer", {"getal": "1.234", "tekst": "ooievaarsnesten"})
        self.met_cijfer = paginas.HandreikingFactory(
            title="Met een cijfer", inhoud=[cijfer], begrippen=[self.doelgroep], published=True
        )
        service.rebuild()

    def get(self, url: str) -> str:
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        streamed = getattr(response, "streaming_content", None)
        return (b"".join(streamed) if streamed else response.content).decode()

    def section(self, soort: str) -> str:
        return str(self.paginas.section(soort).get_url())

    def file(self, soort: str) -> Any:
        return json.loads(self.get(reverse("export_lijst", args=[self.paginas.section(soort).translation_key, "json"])))

    def found(self, words: str) -> list[str]:
        from search import service
        from search.types import SearchQuery

        return [hit.object_id for hit in service.search(SearchQuery(text=words)).hits]

    def a_page_type_is_found(self) -> None:
        assert self.found("kanariegele") == [str(self.training.translation_key)]
        assert "Leren zien" in self.get("/zoeken/?q=kanariegele&soort=training")

    def a_page_type_is_listed_with_its_filters(self) -> None:
        html = self.get(self.section("training"))
        assert 'name="werkvorm"' in html
        assert "Samen oefenen" in html
        html = self.get(f"{self.section('training')}?werkvorm=online")
        assert "Leren zien" in html
        assert "Samen oefenen" not in html

    def a_page_type_is_in_its_feed(self) -> None:
        assert "Leren zien" in self.get("/feeds/soort/training.rss")
        assert "/feeds/soort/training.rss" in self.get("/feeds/")

    def a_page_type_is_drawn(self) -> None:
        html = self.get(self.training.get_url())
        assert '<p class="leerdoel">Een kanariegele vlag</p>' in html
        assert "een dag" in html
        assert '"@type": "Article"' in html

    def a_page_type_is_a_file(self) -> None:
        assert {row["titel"] for row in self.file("training")} == {"Leren zien", "Samen oefenen"}

    def a_page_type_is_edited_and_imported(self) -> None:
        model: Any = apps.get_model("portal", "Training")
        assert {"leerdoel", "werkvorm"} <= set(model.get_edit_handler().get_form_class().base_fields)
        folder = Path("in")
        folder.mkdir()
        (folder / "t.md").write_text("---\ntitle: Uit een bestand\ntype: training\nduur: kort\n---\nTekst.\n")
        call_command("import_markdown", folder, stdout=io.StringIO())
        assert model.objects.get(title="Uit een bestand").duur == "kort"

    def a_page_type_takes_part_in_the_tests_of_all_types(self) -> None:
        from tests.factories.test_factories import FACTORIES, MODELS
        from tests.leaks.world import PAGE_MODELS

        model = apps.get_model("portal", "Training")
        assert model in MODELS
        assert model in FACTORIES
        assert model in PAGE_MODELS
        FACTORIES[model]().full_clean()

    def a_field_is_searched(self) -> None:
        assert self.found("zilverreiger") == [str(self.nieuws.translation_key)]

    def a_filter_narrows_and_is_offered(self) -> None:
        assert 'name="sector"' in self.get(self.section("nieuws"))
        html = self.get(f"{self.section('nieuws')}?sector=bouw")
        assert "Eerste bericht" in html
        assert "Tweede bericht" not in html

    def a_facet_narrows_and_is_offered(self) -> None:
        assert 'name="rapportsoort"' in self.get("/zoeken/?soort=rapport")
        html = self.get("/zoeken/?soort=rapport&rapportsoort=monitor")
        assert self.rapport.get_url() in html
        assert "/gewoon" not in html
        assert "1 resultaat" in html

    def a_feed_tells(self) -> None:
        feed = self.get(reverse("feed_schema", args=["sector", "rss"]))
        assert "Eerste bericht" in feed
        assert "Tweede bericht" not in feed
        assert self.client.get("/feeds/schema/niets.rss").status_code == 404

    def a_feed_is_asked_for_what_is_hidden(self) -> None:
        from tests.leaks.surfaces import SURFACES, patterns

        assert set(patterns()) == set(SURFACES)

    def an_export_column_is_written(self) -> None:
        rows = {row["titel"]: row for row in self.file("nieuws")}
        assert rows["Eerste bericht"]["getoetst"] == "2026-05-01"

    def a_block_is_drawn_and_found(self) -> None:
        assert '<p class="cijfer"><strong>1.234</strong> ooievaarsnesten</p>' in self.get(self.met_cijfer.get_url())
        assert self.found("ooievaarsnesten") == [str(self.met_cijfer.translation_key)]

    def a_vocabulary_is_a_facet_and_a_column(self) -> None:
        assert "Met een cijfer" in self.get("/zoeken/?doelgroep=jongeren")
        assert 'name="doelgroep"' in self.get("/zoeken/?soort=handreiking")
        (row,) = self.file("handreiking")
        assert row["doelgroep"] == "jongeren"


NAMES = [name for name in vars(Probes) if name.startswith(("a_", "an_"))]


def tried(probe: Callable[[], None]) -> str:
    try:
        probe()
    except Exception:  # what went wrong is said by the test that reads this
        return traceback.format_exc()
    return ""


def main(outcome: Path) -> None:
    told = {FORGOTTEN: said("makemigrations", "--check", "--dry-run")}
    call_command("makemigrations", verbosity=0)
    importlib.invalidate_caches()
    call_command("migrate", verbosity=0)
    told[FOUND] = said("makemigrations", "--check", "--dry-run")
    told["checks"] = "\n".join(map(str, run_checks()))
    probes = Probes()
    told |= {name: tried(getattr(probes, name)) for name in NAMES}
    outcome.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
