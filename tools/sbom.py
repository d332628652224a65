"""`make sbom`: what a portal is made of, as CycloneDX, from uv.lock and package-lock.json. Nothing is downloaded.

    python -m tools.sbom [FILE]            var/sbom.cdx.json without one

The packages of the portal and of its pages; those of tests only are left out, for no portal runs them.
"""

import argparse
import base64
import json
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

from tools.bootstrap import ROOT, VENV, tool_env
from tools.console import Stop, guarded, say

EXPORT = ["export", "--format", "cyclonedx1.5", "--preview-features", "sbom-export", "--frozen", "--offline", "--quiet"]


def python_packages():
    """What uv says of uv.lock, as a CycloneDX document."""
    done = subprocess.run([str(VENV / "bin" / "uv"), *EXPORT], cwd=ROOT, env=tool_env(), capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"uv could not read uv.lock:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def licensed(component):
    """The component with the licence that the installed package states; one that is not installed goes without."""
    try:
        told = metadata.metadata(component["name"])
    except metadata.PackageNotFoundError:
        return component
    expression = told.get("License-Expression")
    named = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License :: ")]
    if not named and len(short := told.get("License", "").strip()) < 40:
        named = [short] if short else []
    if expression:
        return {**component, "licenses": [{"expression": expression}]}
    return {**component, "licenses": [{"license": {"name": name}} for name in named]} if named else component


def page_packages(lock):
    """The components of a package-lock.json: what the pages of a portal are drawn with."""
    for path, package in sorted(lock["packages"].items()):
        if not path or package.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, digest = package["integrity"].partition("-")
        purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": package["version"],
            "purl": purl,
            "licenses": [{"expression": package["license"]}] if package.get("license") else [],
            "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
        }


def bill():
    """The whole bill, with the portal itself as what it is about."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = python_packages()
    about = found["metadata"]["component"]
    about.update(type="application", version=project["version"], licenses=[{"expression": project["license"]}])
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    pages = list(page_packages(lock))
    found["components"] = [*map(licensed, found["components"]), *pages]
    direct = {
        f"pkg:npm/{quote(name, safe='/')}@{version}" for name, version in lock["packages"][""]["dependencies"].items()
    }
    for row in found["dependencies"]:
        if row["ref"] == about["bom-ref"]:
            row["dependsOn"] = [*row.get("dependsOn", []), *sorted(direct)]
    found["dependencies"] += [{"ref": page["bom-ref"]} for page in pages]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "var" / "sbom.cdx.json")
    path = parser.parse_args().file
    found = bill()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    say(f"{len(found['components'])} packages in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
