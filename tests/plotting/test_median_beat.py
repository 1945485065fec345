"""The median beat in true millimetres, with its boundaries where they belong."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from ecgkt.plotting.median_beat import (
    GAIN,
    GAP_MM,
    SPEED,
    draw_median_beat,
)
from ecgkt.plotting.strips import LIMIT_MM
from ecgkt.plotting.trace_path import UNIT_MM
from ecgkt.types.measurements import MedianBeatTrace
from ecgkt.vocab.leads import LEADS

FS = 500.0
SVG = "{http://www.w3.org/2000/svg}"


def beat(**changes):
    signal = np.zeros((12, 550), np.float32)
    signal[1, 200] = 1.0
    values = {
        "signal": signal,
        "fs": FS,
        "r": 0.4,
        "boundaries": {"qrs_onset": 0.36, "qrs_offset": 0.46, "t_offset": 0.8},
    }
    return MedianBeatTrace(**{**values, **changes})


def draw(shown, **options):
    return ElementTree.fromstring(draw_median_beat(shown, **options))


def lines(svg, color):
    return [
        one.get("d") for one in svg.iter(f"{SVG}path") if one.get("stroke") == color
    ]


def texts(svg):
    return [one.text for one in svg.iter(f"{SVG}text")]


def trace(svg, lead):
    """The one path of a lead: its moves in samples and steps, and its place."""
    group = svg.find(f"{SVG}g[@data-lead='{lead}']")
    (path,) = group.findall(f"{SVG}path")
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d"))]
    place = [float(n) for n in re.findall(r"-?[\d.]+", path.get("transform"))]
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0), place


def test_a_millimetre_is_a_millimetre():
    svg = draw(beat())
    size = [float(svg.get(name).removesuffix("mm")) for name in ("width", "height")]
    assert [float(n) for n in svg.get("viewBox").split()] == [0, 0, *size]
    assert svg.find(f"{SVG}rect").get("fill") == "#fff8f8"


def test_each_lead_is_drawn_once_at_scale():
    svg = draw(beat())
    groups = [one.get("data-lead") for one in svg.iter(f"{SVG}g")]
    assert groups == list(LEADS)
    points, (left, _base, dx, dy) = trace(svg, "II")
    assert dx == pytest.approx(SPEED / FS)
    assert left == GAP_MM
    assert points[-1, 0] == 549
    assert np.ptp(points[:, 1]) * -dy == pytest.approx(GAIN, abs=UNIT_MM)
    # Upwards on paper is towards smaller numbers.
    assert dy < 0 < points[200, 1]


def test_boundaries_cut_every_cell_at_their_time():
    svg = draw(beat())
    qrs = lines(svg, "#D55E00")
    assert len(qrs) == 2 * 12
    places = sorted(float(path[1:].split()[0]) for path in qrs)
    assert places[0] == pytest.approx(GAP_MM + 0.36 * SPEED, abs=0.01)
    assert len(lines(svg, "#006B4F")) == 12
    # T has no onset here, so that nobody can say where its name belongs.
    names = texts(svg)
    assert (names.count("QRS"), names.count("T"), names.count("P")) == (4, 0, 0)
    assert not lines(svg, "#0072B2")


def test_lead_that_was_not_read_is_named():
    signal = np.zeros((12, 550), np.float32)
    signal[6] = np.nan
    svg = draw(beat(signal=signal, boundaries={}))
    assert "V1: not read" in texts(svg)
    assert svg.find(f"{SVG}g[@data-lead='V1']").find(f"{SVG}path") is None


def test_huge_trace_is_cut_and_stays_on_the_paper():
    signal = np.zeros((12, 550), np.float32)
    signal[0, 200], signal[2, 100] = 20.0, -20.0
    svg = draw(beat(signal=signal))
    height = float(svg.get("viewBox").split()[3])
    for lead in ("I", "III"):
        points, (_left, base, _dx, dy) = trace(svg, lead)
        drawn = base + points[:, 1] * dy
        assert np.ptp(drawn) == pytest.approx(LIMIT_MM, abs=UNIT_MM)
        assert 0 < drawn.min() < drawn.max() < height


def test_scale_and_note_are_printed():
    assert texts(draw(beat(), note="a <note>"))[-1] == "25 mm/s · 10 mm/mV · a <note>"
