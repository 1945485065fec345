import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest

from ecgkt.plotting.arms_svg import COLORS, LEFT, RIGHT, WIDTH
from ecgkt.plotting.arms_svg import draw_arms_svg as draw

NAMESPACE = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Arms", "subtitle": "simulated cohort"}
ARMS = {
    "sig": {"title": "signal only", "role": "reference"},
    "ours": {"title": "transferred", "role": "ours"},
    "tab": {"title": "table only", "role": "control"},
}
SIG = SimpleNamespace(auroc=0.62, auroc_ci=(0.58, 0.66))
OURS = SimpleNamespace(auroc=0.70, auroc_ci=(0.66, 0.74))
NOTHING = SimpleNamespace(auroc=None, auroc_ci=None)


def compared(*shares):
    """Return what is drawn of a comparison: its arms at each share of the labels."""
    fractions = [
        SimpleNamespace(fraction=0.1 * place, n_ecgs=1200.0, arms=arms)
        for place, arms in enumerate(shares, 1)
    ]
    return SimpleNamespace(arms=ARMS, fractions=fractions)


@pytest.fixture
def table():
    return compared({"sig": SIG, "ours": OURS}, {"ours": OURS})


def parsed(table, **words):
    return ET.fromstring(draw(table, **{**WORDS, **words}))


def test_every_arm_has_a_dot_on_its_interval_in_the_colour_of_its_role(table):
    figure = parsed(table)
    dots = figure.findall(f"{NAMESPACE}circle")
    lines = [
        line
        for line in figure.findall(f"{NAMESPACE}line")
        if line.get("stroke-width") == "3"
    ]
    assert [dot.get("fill") for dot in dots] == [
        COLORS["reference"],
        COLORS["ours"],
        COLORS["ours"],
    ]
    for dot, line in zip(dots, lines, strict=True):
        assert float(line.get("x1")) < float(dot.get("cx")) < float(line.get("x2"))
        assert LEFT <= float(line.get("x1")) < float(line.get("x2")) <= WIDTH - RIGHT


def test_all_panels_share_one_scale(table):
    _, first, second = parsed(table).findall(f"{NAMESPACE}circle")
    assert first.get("cx") == second.get("cx")
    assert float(first.get("cy")) < float(second.get("cy"))


def test_words_and_numbers_are_in_the_figure_and_escaped(table):
    text = draw(table, **{**WORDS, "title": "a < b & c"})
    assert "a &lt; b &amp; c" in text
    assert "simulated cohort" in text
    assert "0.620 (0.580–0.660)" in text


def test_a_panel_names_its_share_of_the_labels_and_each_arm(table):
    text = draw(table, **WORDS)
    assert "10 % of the training labels (1,200 ECGs)" in text
    assert "transferred · ours" in text


def test_an_arm_without_a_figure_says_so():
    figure = draw(compared({"ours": OURS, "tab": NOTHING}), **WORDS)
    assert "not judged" in figure
    with pytest.raises(ValueError, match="at least one arm with a value"):
        draw(compared({"tab": NOTHING}), **WORDS)
