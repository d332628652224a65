"""What a newcomer's machine may lack is said in one line that tells what to do."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import bootstrap, check, console, demo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port(taken: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.demo", "--port", str(taken)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"Port {taken} is taken: stop what uses it, or choose another with `make demo PORT={taken + 1}`."
    ]


def test_a_free_port_is_fine() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo.require_free_port(port)


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (4, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(console.Stop, match=r"Python 3\.11 or newer is needed"):
        bootstrap.require_python()


def test_no_venv_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(console.Stop, match=r"apt install python3\.\d+-venv"):
        bootstrap.install_python_packages(["assets"])


def test_no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "NODE_MODULES", tmp_path / "node_modules")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(console.Stop, match="apt install npm"):
        bootstrap.install_assets()


def test_everything_downloaded_goes_into_one_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KENNISPORTAAL_CACHE", str(tmp_path))
    env = bootstrap.tool_env()
    assert {env[name] for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache")} == {
        f"{tmp_path}/{tool}" for tool in ("uv", "pip", "npm")
    }


@pytest.mark.parametrize(("in_ci", "code"), [(True, 1), (False, 0)])
def test_what_could_not_run_is_named_and_fails_in_ci(
    in_ci: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "IN_CI", in_ci)
    results = [
        check.Result("unit tests", "ok", counts={"passed": 3, "failed": 0, "skipped": 0}),
        check.Result("browser tests", "not run", note="no Chromium: there is no apt-get here"),
    ]
    assert check.summarise(results, 1.0) == code
    said = capsys.readouterr().out
    assert "Not run: browser tests: no Chromium: there is no apt-get here." in said
    assert "Tests: 3 passed, 0 failed, 0 skipped" in said


def test_a_failed_step_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.summarise([check.Result("types", "FAILED"), check.Result("lint", "ok")], 1.0) == 1
    assert "Failed: types." in capsys.readouterr().out
