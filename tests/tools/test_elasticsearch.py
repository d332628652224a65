"""Where the tests' Elasticsearch comes from: Docker where an engine runs, else the server from Maven."""

from pathlib import Path

import pytest

from tools import elasticsearch, elasticsearch_docker

MAVEN = object()


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `docker` was asked, one command a line. The server from Maven is not started here."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(elasticsearch, "_from_maven", lambda *_: MAVEN)
    return tmp_path / "said"


def docker(said: Path, failing: str) -> None:
    """A program `docker` that fails for these words, as the first of its command."""
    program = said.parent / "docker"
    program.write_text(f'#!/bin/sh\necho "$@" >> {said}\ncase "$1" in {failing}) echo kapot >&2; exit 1;; esac\n')
    program.chmod(0o755)


def test_no_docker_is_maven(said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(said.parent))
    with elasticsearch.starting() as node:
        assert node is MAVEN


def test_a_client_without_an_engine_is_maven(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docker(said, failing="info")
    with elasticsearch.starting() as node:
        assert node is MAVEN
    assert said.read_text().splitlines() == ["info"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("failing", ["image|pull", "run"])
def test_an_engine_that_cannot_have_it_is_maven_and_says_why(
    failing: str, said: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docker(said, failing=failing)
    with elasticsearch.starting() as node:
        assert node is MAVEN
    assert "kapot; going on without Docker." in capsys.readouterr().out


def test_an_engine_runs_a_container_and_removes_it(said: Path) -> None:
    docker(said, failing="none")
    with elasticsearch.starting(port=19200) as node:
        assert isinstance(node, elasticsearch_docker.Container)
        assert node.url == "http://127.0.0.1:19200"
        (started,) = [line for line in said.read_text().splitlines() if line.startswith("run ")]
        assert "--publish 127.0.0.1:19200:9200" in started
        assert elasticsearch_docker.IMAGE in started
    assert said.read_text().splitlines()[-1] == f"rm --force {node.name}"


def test_free_ports_differ() -> None:
    assert len(set(elasticsearch.free_ports(20))) == 20
