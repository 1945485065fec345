"""The median beat in true millimetres, with its boundaries where they belong."""

import numpy as np
import pytest

from ecgkt.measured import TypicalBeat
from ecgkt.plotting.median_beat import (
    GAIN,
    GAP_MM,
    LIMIT_MM,
    SPEED,
    plot_median_beat,
)
from ecgkt.plotting.paper_svg import PX_PER_MM
from ecgkt.vocab import LEADS

FS = 500.0


def beat(**changes):
    signal = np.zeros((12, 550), np.float32)
    signal[1, 200] = 1.0
    values = {
        "signal": signal,
        "fs": FS,
        "r": 0.4,
        "boundaries": {"qrs_onset": 0.36, "qrs_offset": 0.46, "t_offset": 0.8},
    }
    return TypicalBeat(**{**values, **changes})


def lines(figure, color):
    return [one for one in figure.layout.shapes if one.line.color == color]


def test_a_millimetre_is_a_millimetre():
    layout = plot_median_beat(beat()).layout
    for length, span in (
        (layout.width, layout.xaxis.range),
        (layout.height, layout.yaxis.range),
    ):
        assert length / (span[1] - span[0]) == pytest.approx(PX_PER_MM)
    assert layout.paper_bgcolor == "#fff8f8"


def test_each_lead_is_drawn_once_at_scale():
    figure = plot_median_beat(beat())
    traces = {trace.name: trace for trace in figure.data}
    assert set(traces) == set(LEADS)
    assert traces["II"].dx == pytest.approx(SPEED / FS)
    height = np.asarray(traces["II"].y)
    assert np.ptp(height) == pytest.approx(GAIN, abs=1e-3)


def test_boundaries_cut_every_cell_at_their_time():
    figure = plot_median_beat(beat())
    qrs = [one.path for one in lines(figure, "#D55E00")]
    assert len(qrs) == 2 * 12
    left = figure.data[0].x0
    assert left == GAP_MM
    places = sorted(float(path[1:].split(",")[0]) for path in qrs)
    assert places[0] == pytest.approx(left + 0.36 * SPEED, abs=0.01)
    assert len(lines(figure, "#006B4F")) == 12
    # T has no onset here, so that nobody can say where its name belongs.
    texts = [one.text for one in figure.layout.annotations]
    assert (texts.count("QRS"), texts.count("T"), texts.count("P")) == (4, 0, 0)
    assert not lines(figure, "#0072B2")


def test_lead_that_was_not_read_is_named():
    signal = np.zeros((12, 550), np.float32)
    signal[6] = np.nan
    figure = plot_median_beat(beat(signal=signal, boundaries={}))
    assert "V1: not read" in [one.text for one in figure.layout.annotations]


def test_huge_trace_is_cut_and_scale_and_note_are_printed():
    signal = np.zeros((12, 550), np.float32)
    signal[0, 200] = 20.0
    figure = plot_median_beat(beat(signal=signal), note="a note")
    assert np.ptp(np.asarray(figure.data[0].y)) == pytest.approx(LIMIT_MM)
    last = figure.layout.annotations[-1].text
    assert last == "25 mm/s · 10 mm/mV · a note"
