"""The papers that other people and programs read are true of this code."""

import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_publiccode_is_valid() -> None:
    """The keys that the standard asks for, and values that are true of this code."""
    told = yaml.safe_load(text("publiccode.yml"))
    assert str(told["publiccodeYmlVersion"]).startswith("0.")
    required = {
        "name",
        "softwareVersion",
        "releaseDate",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
    }
    assert required | {"description", "legal", "localisation", "maintenance"} <= set(told)
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert (told["softwareVersion"], told["legal"]["license"]) == (project["version"], project["license"])
    assert date.fromisoformat(str(told["releaseDate"])) <= date.today()
    assert told["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert told["softwareType"].split("/")[0] in {"standalone", "addon", "library", "configurationFiles"}
    for language, words in told["description"].items():
        assert language in told["localisation"]["availableLanguages"]
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
        assert all(len(one) <= 100 for one in words["features"])
    assert isinstance(told["localisation"]["localisationReady"], bool)
    assert told["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert all(contact["name"] for contact in told["maintenance"]["contacts"])


def test_the_changelog_keeps_its_form() -> None:
    heads = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.M)
    assert heads[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", head) for head in heads[1:])
    kinds = set(re.findall(r"^### (.+)$", text("CHANGELOG.md"), re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_what_runs_before_a_commit_is_a_target_of_make() -> None:
    (repo,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    entries = [hook["entry"] for hook in repo["hooks"]]
    assert entries == ["make lint"]
    assert re.search(r"^lint:", text("Makefile"), re.M)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def covers(pattern: str, name: str) -> bool:
    """As REUSE reads it: `*` stays in a folder, `**` does not."""
    parts = (
        ".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part) for part in re.split(r"(\*+)", pattern)
    )
    return re.fullmatch("".join(parts), name) is not None


def test_every_file_has_a_licence() -> None:
    """And what others made has theirs: `REUSE.toml` names it after the rule for all, for the last one counts."""
    told = tomllib.loads(text("REUSE.toml"))
    rules = [(one["path"] if isinstance(one["path"], list) else [one["path"]], one) for one in told["annotations"]]
    assert told["version"] == 1
    used = set()
    for name in tracked():
        found = [one for paths, one in rules if any(covers(path, name) for path in paths)]
        assert found, name
        assert found[-1]["SPDX-FileCopyrightText"]
        used |= {found[-1]["SPDX-License-Identifier"]}
        assert re.fullmatch(r"[A-Za-z0-9.-]+( (AND|OR) [A-Za-z0-9.-]+)*", found[-1]["SPDX-License-Identifier"])
    assert {one["SPDX-License-Identifier"] for _, one in rules} == used
    assert "EUPL-1.2" in used


def test_a_file_of_others_keeps_their_licence() -> None:
    """A NOTICE beside files says that somebody else made them."""
    rules = tomllib.loads(text("REUSE.toml"))["annotations"]
    for name in tracked():
        if name.endswith("NOTICE"):
            folder = name.rpartition("/")[0]
            paths = [path for one in rules for path in ([one["path"]] if isinstance(one["path"], str) else one["path"])]
            assert any(path.startswith(f"{folder}/") for path in paths), folder


def test_the_bill_of_materials_names_every_package_of_a_portal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.sbom", str(tmp_path / "bill.json")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "kennisportaal")
    found = {(one["name"], one["version"]) for one in bill["components"]}
    names = {name for name, _ in found}
    wanted = [re.split(r"[\[<>=]", one)[0] for one in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]]
    assert set(wanted) <= names
    assert set(json.loads(text("package.json"))["dependencies"].items()) <= found
    assert "pytest" not in names
    refs = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {ref for row in bill["dependencies"] for ref in (row["ref"], *row.get("dependsOn", []))} <= refs
