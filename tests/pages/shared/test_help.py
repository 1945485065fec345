"""Every page has something to say of itself."""

import ast
from pathlib import Path

import pytest

from pages.shared.help_texts import HELP

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]


def title_of(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text())))
    (frame,) = (
        node
        for node in calls
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "frame"
    )
    return frame.args[0].value


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_has_help(path):
    assert HELP[title_of(path)].lines


def test_no_help_is_left_of_a_page_that_is_gone():
    assert set(HELP) == {title_of(path) for path in PAGES}
