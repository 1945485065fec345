import xml.etree.ElementTree as ET

import pytest

from ecgkt.plotting.arms_svg import COLORS, LEFT, RIGHT, WIDTH, ArmMark, ArmPanel
from ecgkt.plotting.arms_svg import draw_arms_svg as draw

NAMESPACE = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Arms", "subtitle": "simulated cohort", "axis": "macro AUROC"}


def parsed(panels, **words):
    return ET.fromstring(draw(panels, **{**WORDS, **words}))


@pytest.fixture
def panels():
    few = [
        ArmMark("sig", "signal only", "reference", 0.62, (0.58, 0.66)),
        ArmMark("ours", "transferred", "ours", 0.70, (0.66, 0.74)),
    ]
    return [ArmPanel("1 %", few), ArmPanel("100 %", [few[1]])]


def test_every_arm_has_a_dot_on_its_interval_in_the_colour_of_its_role(panels):
    figure = parsed(panels)
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


def test_all_panels_share_one_scale(panels):
    _, first, second = parsed(panels).findall(f"{NAMESPACE}circle")
    assert first.get("cx") == second.get("cx")
    assert float(first.get("cy")) < float(second.get("cy"))


def test_words_and_numbers_are_in_the_figure_and_escaped(panels):
    text = draw(panels, **{**WORDS, "title": "a < b & c"})
    assert "a &lt; b &amp; c" in text
    assert "simulated cohort" in text
    assert "0.620 (0.580–0.660)" in text


def test_an_arm_without_a_figure_says_so(panels):
    nothing = ArmMark("tab", "table only", "control", None, None)
    figure = draw([*panels, ArmPanel("10 %", [nothing])], **WORDS)
    assert "not judged" in figure
    with pytest.raises(ValueError, match="at least one arm with a value"):
        draw([ArmPanel("10 %", [nothing])], **WORDS)
