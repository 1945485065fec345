"""Every promise has its tests, every hazard its controls, and the docs tell all."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = tomllib.loads((ROOT / "tests" / "requirements.toml").read_text())
REQUIREMENTS = {key: row for key, row in DATA.items() if key.startswith("R")}
HAZARDS = {key: row for key, row in DATA.items() if key.startswith("H")}
SAFETY = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")


@cache
def named_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any_assertion(node)
    }


def any_assertion(function: ast.FunctionDef) -> bool:
    """Tell whether a test could fail: it asserts, or expects an error."""
    return any(
        isinstance(node, ast.Assert) or "pytest.raises" in ast.unparse(node)
        for node in ast.walk(function)
        if isinstance(node, ast.Assert | ast.With)
    )


@pytest.mark.parametrize("key", REQUIREMENTS)
def test_requirement_is_tested_and_told(key):
    row = REQUIREMENTS[key]
    assert row["tests"]
    for place in row["tests"]:
        path, _, name = place.partition("::")
        assert name in named_in(path), place
    assert f"| {key} | {row['text']} |" in SAFETY


@pytest.mark.parametrize("key", HAZARDS)
def test_hazard_is_controlled_and_told(key):
    row = HAZARDS[key]
    assert row["controls"]
    assert set(row["controls"]) <= set(REQUIREMENTS)
    assert f"| {key} | {row['text']} | {', '.join(row['controls'])} |" in SAFETY


def test_none_is_left_alone():
    assert len(REQUIREMENTS) + len(HAZARDS) == len(DATA)
    controls = {control for row in HAZARDS.values() for control in row["controls"]}
    assert controls == set(REQUIREMENTS)
