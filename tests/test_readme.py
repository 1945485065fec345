"""The words for people: short enough to be read, and no link leads nowhere."""

import json
import re
from pathlib import Path

import pytest

from ecgkt import __version__
from ecgkt.results.model_card import BUNDLED, load_card
from ecgkt.types.upload import LIMITS, LIST_RECORDINGS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
SCHEMA = re.compile(r"ecgkt\.[a-z-]+/\d+")


@pytest.mark.parametrize(
    ("name", "limit"), [("README.md", 150), ("CONTRIBUTING.md", 100)]
)
def test_page_is_short(name, limit):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    files = [target for target in targets if not target.startswith("http")]
    assert [name for name in files if not (page.parent / name).is_file()] == []


def test_picture_is_a_small_png():
    content = (ROOT / "docs" / "reading.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= 200_000


def test_readme_states_the_figures_in_short():
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    macro = load_card().macro["all"]
    low, high = macro.auroc_ci
    assert f"all 71 statements {macro.auroc:.3f} ({low:.3f}–{high:.3f})" in text
    document = json.loads((BUNDLED / "results" / "labs.json").read_text("utf-8"))
    readable = sum(lab["readable"] for lab in document["labs"])
    assert f"mean AUROC {document['mean_auroc']['ours']:.3f} (" in text
    assert f"{readable} of them readable at all" in text
    assert f"{len(document['labs'])} laboratory abnormalities" in text


def test_readme_states_the_limits_as_they_are():
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"reads up to {LIST_RECORDINGS:,} recordings at once" in text
    assert f"rates from {LIMITS.min_fs:g} to {LIMITS.max_fs:,.0f} Hz" in text


def test_changelog_names_every_schema():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    written = set()
    for path in (ROOT / "ecgkt").rglob("*.py"):
        written |= set(SCHEMA.findall(path.read_text(encoding="utf-8")))
    assert written == set(SCHEMA.findall(text))


def test_changelog_and_citation_name_this_version():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## (\d\S+)", changes)[0] == __version__
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in citation
