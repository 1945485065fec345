"""Marks of a finding: over the thing measured, once a lead or at every beat."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import LAYOUTS, View
from ecgkt.plotting.marks_svg import draw_marks
from ecgkt.plotting.overlay import Mark, Overlay
from ecgkt.simulate.example import simulate_example


def sheet(**view):
    return paper_geometry(simulate_example("normal"), View(**view))


def drawn(paper, *marks):
    svg = draw_marks(paper, Overlay(marks=marks))
    return list(ET.fromstring(svg)) if svg else []


def brackets(paper, *marks):
    """Return left, right and height (mm from the upper edge) of each bracket."""
    paths = [one.attrib["d"] for one in drawn(paper, *marks) if one.tag == "path"]
    parts = (re.match(r"M(\S+) (\S+)V(\S+)H(\S+)v", path).groups() for path in paths)
    return [(float(x0), float(x1), float(y)) for x0, _, y, x1 in parts]


def test_a_bracket_is_as_long_as_the_interval_with_its_value_over_it():
    marks = [Mark("bracket", "V1", 5.5 + n, 5.635 + n, "135 ms") for n in range(2)]
    paper = sheet()
    ((left, right, y),) = brackets(paper, *marks)
    assert right - left == pytest.approx(0.135 * 25, abs=0.01)
    (value,) = [one for one in drawn(paper, *marks) if one.tag == "text"]
    assert value.text == "135 ms"
    assert float(value.attrib["y"]) < y
    strip = next(one for one in paper.strips if one.lead == "V1")
    x = strip.x0 + strip.dx * np.arange(strip.y.size)
    under = strip.y[(x >= left) & (x <= right)]
    assert y < paper.height - under.max()


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_each_cell_of_the_lead_has_one_bracket_and_none_leaves_its_row(layout):
    paper = sheet(layout=layout)
    marks = [
        Mark("bracket", lead, at, at + 0.1, "100 ms")
        for lead in ("II", "V1", "V6")
        for at in np.arange(0.2, 9.8, 0.4).tolist()
    ]
    cells = [cell for cell in paper.cells if cell.lead in ("II", "V1", "V6")]
    found = brackets(paper, *marks)
    assert len(found) == len(cells)
    for cell, (left, right, y) in zip(cells, found, strict=True):
        assert cell.x0 <= left < right <= cell.x1
        assert paper.height - cell.y1 < y < paper.height - cell.y0


def test_a_beat_of_another_length_does_not_stand_for_the_others():
    marks = [Mark("bracket", "V1", at, at + 0.1, "100 ms") for at in (5.1, 5.6, 7.0)]
    marks.append(Mark("bracket", "V1", 6.2, 6.4, "100 ms"))
    ((left, right, _),) = brackets(sheet(), *marks)
    assert right - left == pytest.approx(2.5)


def test_intervals_ticks_and_beats_stand_wherever_they_are():
    paper = sheet(layout="12x1")
    for shape in ("interval", "spike", "beat"):
        marks = [Mark(shape, "II", at, at + 0.8, "800") for at in (1.0, 2.0, 3.0)]
        paths = [one for one in drawn(paper, *marks) if one.tag == "path"]
        assert len(paths) == 3


def test_a_level_is_dotted_on_the_trace_where_its_stretch_ends():
    record = simulate_example("normal")
    signal = np.zeros_like(record.signal)
    signal[:, 3000:] = 0.2
    paper = paper_geometry(replace(record, signal=signal), View(layout="12x1"))
    mark = Mark("level", "V3", 7.0, 7.06, "0.20 mV")
    (dot,) = [one for one in drawn(paper, mark) if one.tag == "circle"]
    assert float(dot.attrib["cx"]) == pytest.approx(paper.x_of(7.06), abs=1e-3)
    strip = next(one for one in paper.strips if one.lead == "V3")
    assert float(dot.attrib["cy"]) == pytest.approx(paper.height - strip.y[3600])


def test_a_peak_is_dotted_at_its_deepest_point():
    record = simulate_example("normal")
    signal = np.zeros_like(record.signal)
    signal[:, 3550] = -0.5
    paper = paper_geometry(replace(record, signal=signal), View(layout="12x1"))
    mark = Mark("peak", "V3", 7.0, 7.2, "-0.50 mV")
    (dot,) = [one for one in drawn(paper, mark) if one.tag == "circle"]
    assert float(dot.attrib["cx"]) == pytest.approx(paper.x_of(7.1), abs=0.06)


def test_what_lies_outside_or_on_no_trace_is_not_drawn_and_words_are_escaped():
    paper = sheet()
    assert drawn(paper, Mark("bracket", "V1", 1.0, 1.1, "x")) == []
    assert drawn(paper) == []
    empty = np.full_like(simulate_example("normal").signal, np.nan)
    blank = paper_geometry(replace(simulate_example("normal"), signal=empty))
    assert drawn(blank, Mark("bracket", "V1", 5.5, 5.6, "x")) == []
    (_, value) = drawn(paper, Mark("bracket", "V1", 5.5, 5.6, "<b>"))
    assert value.text == "<b>"


@pytest.mark.parametrize(("shape", "lead"), [("R", "V5"), ("S", "V2"), ("QRS", "V3")])
def test_an_upright_bracket_is_as_tall_as_the_wave(shape, lead):
    paper = sheet(layout="12x1")
    strip = next(one for one in paper.strips if one.lead == lead)
    peak = paper.start_s + 4.0
    x0, x1 = paper.x_of(peak), paper.x_of(peak + 1.0)
    x = strip.x0 + strip.dx * np.arange(strip.y.size)
    there = strip.y[(x >= x0) & (x <= x1)]
    line, text = drawn(paper, Mark(shape, lead, peak, peak + 1.0, "1.00 mV"))
    top, bottom = map(
        float, re.match(r"M\S+ (\S+)H\S+V(\S+)h", line.attrib["d"]).groups()
    )
    assert text.text == "1.00 mV"
    height = {"R": there.max() - there[0], "S": there[0] - there.min()}
    wanted = height.get(shape, there.max() - there.min())
    assert abs(bottom - top) == pytest.approx(wanted, abs=0.6)


def test_a_q_is_bracketed_under_the_trace():
    paper = sheet(layout="12x1")
    line, text = drawn(paper, Mark("Q", "III", 4.0, 4.04, "40 ms"))
    y = float(re.match(r"M\S+ \S+V(\S+)H", line.attrib["d"]).group(1))
    strip = next(one for one in paper.strips if one.lead == "III")
    x = strip.x0 + strip.dx * np.arange(strip.y.size)
    there = strip.y[(x >= paper.x_of(4.0)) & (x <= paper.x_of(4.04))]
    assert y > paper.height - there.min()
    assert float(text.attrib["y"]) > y
