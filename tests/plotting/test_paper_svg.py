"""The drawing keeps the millimetres, the samples, and a small size."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from ecgkt.plotting.geometry import Label, paper_geometry
from ecgkt.plotting.layouts import GAINS, LAYOUTS, View
from ecgkt.plotting.paper_svg import PAPER, draw_paper, grid_path
from ecgkt.plotting.strips import PIXEL_MM
from ecgkt.plotting.trace_path import UNIT_MM
from ecgkt.simulate.example import simulate_example

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\((\S+) (\S+)\)scale\((\S+) (\S+)\)")


@pytest.fixture
def paper():
    return paper_geometry(simulate_example("normal"))


def parsed(paper, *arguments):
    return ET.fromstring(draw_paper(paper, *arguments))


def traces(root):
    return [group for group in root.iter(f"{SVG}g") if "data-lead" in group.attrib]


def test_a_millimetre_is_a_css_millimetre_in_both_directions(paper):
    root = parsed(paper)
    assert root.attrib["width"] == "260mm"
    assert root.attrib["height"] == f"{paper.height:g}mm"
    assert root.attrib["viewBox"] == f"0 0 260 {paper.height:g}"
    assert pytest.approx(25.4 / 96) == PIXEL_MM


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fs", [100.0, 360.0, 500.0, 2000.0])
def test_every_sample_is_drawn_in_its_place(layout, fs, path_samples):
    paper = paper_geometry(simulate_example("lvh", fs=fs), View(layout=layout))
    groups = traces(parsed(paper))
    assert [group.attrib["data-lead"] for group in groups] == [
        strip.lead for strip in paper.strips
    ]
    for group, strip in zip(groups, paper.strips, strict=True):
        (path,) = group
        x0, top, dx, unit = map(
            float, PLACE.fullmatch(path.attrib["transform"]).groups()
        )
        drawn = path_samples(path.attrib["d"])
        assert list(drawn) == list(range(strip.y.size))
        x = x0 + dx * np.array(list(drawn))
        y = paper.height - (top + unit * np.array(list(drawn.values())))
        np.testing.assert_allclose(
            x, strip.x0 + strip.dx * np.arange(strip.y.size), atol=1e-3
        )
        np.testing.assert_allclose(y, strip.y, atol=UNIT_MM / 2 + 1e-3)


@pytest.mark.parametrize("fs", [100.0, 500.0, 1000.0, 5000.0])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_drawing_stays_small(fs, layout):
    for gain in GAINS:
        view = View(layout=layout, gain=gain, speed=50.0)
        drawn = draw_paper(paper_geometry(simulate_example("lvh", fs=fs), view))
        assert len(json.dumps(drawn)) < 400_000


def test_grid_has_every_millimetre_line(paper):
    assert grid_path(260, 125, 1).count("V") == 261
    assert grid_path(260, 125, 1).count("H") == 126
    assert grid_path(260, 125, 5).count("V") == 53
    fine, coarse = (path.attrib for path in parsed(paper).findall(f"{SVG}path")[:2])
    assert fine["d"].count("V") == 261
    assert float(fine["stroke-width"]) < float(coarse["stroke-width"])


def test_no_pulse_and_no_border_is_forgotten(paper):
    marks = parsed(paper).findall(f"{SVG}path")[2].attrib["d"]
    assert marks.count("M") == len(paper.calibration) + len(paper.ticks) == 13
    corners = [float(y) for y in re.findall(r"[ML]\S+ (-?[\d.]+)(?=L|M|$)", marks)]
    assert max(corners) - min(corners) > 90


def test_labels_and_text_are_on_the_sheet(paper):
    words = list(parsed(paper).iter(f"{SVG}text"))
    assert [word.text for word in words][:4] == ["I", "aVR", "V1", "V4"]
    assert any("25 mm/s · 10 mm/mV" in word.text for word in words)
    assert min(float(word.attrib["font-size"]) for word in words) / PIXEL_MM >= 12
    for word in words:
        assert 0 <= float(word.attrib["x"]) <= paper.width
        assert 0 <= float(word.attrib["y"]) <= paper.height


def test_paper_is_light_and_reaches_every_edge(paper):
    sheet = parsed(paper).find(f"{SVG}rect").attrib
    assert sheet["fill"] == PAPER
    assert (sheet["width"], sheet["height"]) == ("260", f"{paper.height:g}")


def test_r_markers_stand_under_the_cell_that_they_belong_to(paper):
    seconds = [(1.0,) if cell.lead == "II" else () for cell in paper.cells]
    seconds[0] = (1.04,)
    root = parsed(paper, None, seconds)
    (markers,) = (
        path for path in root.iter(f"{SVG}path") if path.get("class") == "r-markers"
    )
    places = [float(x) for x in re.findall(r"M(\S+) ", markers.attrib["d"])]
    assert sorted(places) == [35.0, 35.0, 36.0]
    assert "r-markers" not in draw_paper(paper)


def test_noise_stands_small_beside_the_name_of_its_lead(paper):
    root = parsed(paper, None, (), {"II": "mains 14 dB", "V6": "<b>"})
    notes = [
        (word.text, note.text)
        for word in root.iter(f"{SVG}text")
        for note in word.iter(f"{SVG}tspan")
    ]
    assert notes == [("II", "mains 14 dB"), ("V6", "<b>"), ("II", "mains 14 dB")]
    assert "tspan" not in draw_paper(paper)


def test_texts_have_no_power(paper):
    hostile = replace(paper, text=(Label("<script>\"&'", 2.0, 2.0),))
    assert "<script>" not in draw_paper(hostile)
    assert "<script>\"&'" in [word.text for word in parsed(hostile).iter(f"{SVG}text")]


def test_it_says_what_it_is_to_those_who_cannot_see_it(paper):
    said = parsed(paper).attrib
    assert said["role"] == "img"
    assert "25 mm/s" in said["aria-label"]
    assert "3x4+1" in said["aria-label"]
