"""The figure keeps the millimetres, the samples, and a small size."""

import base64
import json

import numpy as np
import pytest

from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.paper import PAPER, PX_PER_MM, grid_path, plot_paper
from ecgkt.simulate.example import simulate_example


@pytest.fixture
def paper():
    return paper_geometry(simulate_example("normal"))


def as_json(figure):
    return json.loads(figure.to_json())


def test_a_millimetre_is_a_css_millimetre_in_both_directions(paper):
    layout = plot_paper(paper, "a").layout
    for size, axis in ((layout.width, layout.xaxis), (layout.height, layout.yaxis)):
        low, high = axis.range
        assert size / (high - low) == pytest.approx(3.7795, rel=0.005)
    assert pytest.approx(96 / 25.4) == PX_PER_MM


def test_there_is_one_axis_pair_without_margins_or_template(paper):
    figure = as_json(plot_paper(paper, "a"))
    layout = figure["layout"]
    assert {axis for axis in layout if "axis" in axis} == {"xaxis", "yaxis"}
    assert set(layout["margin"].values()) == {0}
    assert layout["xaxis"]["fixedrange"] is layout["yaxis"]["fixedrange"] is True
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == PAPER
    assert "layout" not in layout["template"]
    assert layout["uirevision"] == "a"


def test_every_sample_travels_as_float32(paper):
    figure = as_json(plot_paper(paper, "a"))
    assert [trace["name"] for trace in figure["data"]] == [s.lead for s in paper.strips]
    for trace, strip in zip(figure["data"], paper.strips, strict=True):
        assert trace["y"]["dtype"] == "f4"
        drawn = np.frombuffer(base64.b64decode(trace["y"]["bdata"]), "<f4")
        np.testing.assert_array_equal(drawn, strip.y)
        assert (trace["x0"], trace["dx"]) == (strip.x0, strip.dx)
        assert trace["line"]["simplify"] is False
        assert "x" not in trace


@pytest.mark.parametrize("fs", [100.0, 500.0, 1000.0, 5000.0])
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_the_figure_stays_small(fs, speed):
    paper = paper_geometry(simulate_example("lvh", fs=fs), speed=speed)
    assert len(plot_paper(paper, "a").to_json()) < 400_000


def test_grid_pulses_and_ticks_are_four_paths(paper):
    shapes = plot_paper(paper, "a").layout.shapes
    assert [shape.type for shape in shapes] == ["path"] * 4
    assert [shape.layer for shape in shapes[:2]] == ["below", "below"]
    assert shapes[2].path.count("M") == len(paper.ticks)
    assert shapes[3].path.count("M") == len(paper.calibration)


def test_grid_has_every_millimetre_line():
    assert grid_path(260, 125, 1).count("V") == 261
    assert grid_path(260, 125, 1).count("H") == 126
    assert grid_path(260, 125, 5).count("V") == 53


def test_labels_and_text_are_on_the_sheet(paper):
    layout = plot_paper(paper, "a").layout
    texts = [note.text for note in layout.annotations]
    assert texts[:4] == ["I", "aVR", "V1", "V4"]
    assert any("25 mm/s · 10 mm/mV" in text for text in texts)
    assert min(note.font.size for note in layout.annotations) >= 12
    for note in layout.annotations:
        assert 0 <= note.x <= paper.width
        assert 0 <= note.y <= paper.height


def test_the_record_id_is_not_shown(paper):
    figure = as_json(plot_paper(paper, "<b>name</b>"))
    figure["layout"].pop("uirevision")
    assert "<b>name</b>" not in json.dumps(figure)
