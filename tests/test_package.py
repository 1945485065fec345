"""What gets installed: pinned whole, listed once, and a command that works anywhere."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from ecgkt import __version__

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = set(PROJECT["project"]["dependencies"])
APP_ONLY = {"streamlit", "jinja2", "markupsafe"}
"""Direct requirements of the app that the package does not need."""
FLOORS = {
    "streamlit": "1.54.0",  # CVE-2026-33682, CVE-2024-42474, CVE-2022-35918
    "starlette": "1.1.0",  # CVE-2026-48818
    "pydicom": "3.0.2",  # CVE-2026-32711
    "torch": "2.10.0",  # CVE-2025-32434, CVE-2026-24747
}
"""Releases in which what is known of them was mended."""


def pins(lines):
    wanted = (line for line in lines if line and not line.startswith("#"))
    return {
        canonicalize_name(name): version
        for name, version in (line.split("==") for line in wanted)
    }


REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
DIRECT, OTHERS = (pins(block.splitlines()) for block in REQUIREMENTS.split("\n\n"))


def third_party(*folders):
    """Return the distributions whose modules the files import."""
    modules = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module.split(".")[0])
    modules -= {*sys.stdlib_module_names, "ecgkt", "pages"}
    found = packages_distributions()
    return {canonicalize_name(found[module][0]) for module in modules}


def test_package_and_requirements_agree():
    package = pins(DEPENDENCIES)
    assert package == {
        name: version for name, version in DIRECT.items() if name not in APP_ONLY
    }
    assert set(DIRECT) >= APP_ONLY


def test_package_imports_what_it_depends_on():
    tests_only = {"playwright"}
    assert third_party("ecgkt") - tests_only <= set(pins(DEPENDENCIES))
    assert third_party("ecgkt", "pages") - tests_only <= set(DIRECT)


def test_every_distribution_that_gets_installed_is_pinned():
    todo = [Requirement(f"{name}=={version}") for name, version in DIRECT.items()]
    seen = {}
    while todo:
        name = canonicalize_name(todo.pop().name)
        if name in seen:
            continue
        installed = distribution(name)
        seen[name] = installed.version.split("+")[0]
        needs = [Requirement(text) for text in installed.requires or ()]
        todo += [need for need in needs if applies(need)]
    assert seen == DIRECT | OTHERS


def applies(need):
    """Say whether a requirement holds here, and is not of torch's CUDA build."""
    if need.marker is not None and not need.marker.evaluate({"extra": ""}):
        return False
    return not re.match("nvidia|cuda|triton", need.name)


@pytest.mark.parametrize("name", FLOORS)
def test_versions_with_known_holes_are_left_behind(name):
    assert Version((DIRECT | OTHERS)[name]) >= Version(FLOORS[name])


def test_builder_is_the_pinned_one():
    (builder,) = PROJECT["build-system"]["requires"]
    assert pins([builder])["setuptools"] == OTHERS["setuptools"]
    assert builder in PROJECT["project"]["optional-dependencies"]["test"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return a folder into which the wheel of this tree was installed, alone."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(
        ROOT / "ecgkt", source / "ecgkt", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    options = ["--quiet", "--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "wheel", *options, "--no-build-isolation", "-w", folder, source],
        check=True,
    )
    (wheel,) = folder.glob("ecgkt-*.whl")
    assert wheel.name == f"ecgkt-{__version__}-py3-none-any.whl"
    subprocess.run(
        [*pip, "install", *options, "--target", folder / "site", wheel], check=True
    )
    return folder / "site"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["script", "module"])
def test_installed_command_reads_an_ecg_in_any_folder(installed, how, tmp_path):
    command = {
        "script": [str(installed / "bin" / "ecgkt")],
        "module": [sys.executable, "-m", "ecgkt"],
    }[how]

    def run(*words):
        return subprocess.run(
            [*command, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("simulate", "--example", "normal", "--out", ".").returncode == 0
    answer = run("predict", "simulated-normal.hea", "--json")
    assert answer.returncode == 0, answer.stderr
    (reading,) = json.loads(answer.stdout)["readings"]
    assert reading["model"]["name"] == "ecgkt-ptb-xl"
    assert len(reading["diagnoses"]) == 71
    assert len(reading["labs"]) == 53
    missing = run("predict", "absent.hea")
    assert missing.returncode == 1
    assert "absent.hea" in missing.stderr
    assert run("read").returncode == 2


@pytest.mark.slow
def test_wheel_holds_every_shipped_file_and_no_page(installed):
    for path in (ROOT / "ecgkt").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            copy = installed / path.relative_to(ROOT)
            assert copy.read_bytes() == path.read_bytes(), path.name
    assert not (installed / "pages").exists()
    assert not (installed / "tests").exists()
