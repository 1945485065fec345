"""What axe-core finds on a page that a real browser shows."""

from typing import Any

import pytest

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
}


def faults(page: Any) -> list[tuple[str, str]]:
    """Return each broken rule with the element that breaks it; skip without axe."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # elements fade in, pale until they are there
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], node["html"]) for one in found for node in one["nodes"]]
