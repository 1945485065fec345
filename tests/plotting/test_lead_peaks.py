"""R of each lead, where the trace of that lead has it."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import LAYOUTS, View
from ecgkt.plotting.lead_peaks import lead_peaks
from ecgkt.simulate.example import simulate_example
from ecgkt.types.measurements import BeatSpan
from ecgkt.vocab.leads import LEADS

FS = 500.0
BEATS = (0.5, 1.3, 2.1, 2.9, 3.7, 4.5, 5.3, 6.1, 6.9, 7.7, 8.5, 9.3)
LATE = {"I": 0.03, "V1": -0.03, "V6": 0.04}
"""Seconds by which R of a lead comes after that of all leads together."""


def record(*, s=0.3, down=()):
    """Return beats of an R and an S after it, or of a QS in some leads."""
    signal = np.zeros((12, 5000), np.float32)
    times = np.arange(5000) / FS
    for row, lead in enumerate(LEADS):
        for beat in BEATS:
            at = times - beat - LATE.get(lead, 0.0)
            wave = np.exp(-((at / 0.012) ** 2))
            signal[row] += -wave if lead in down else wave
            if lead not in down:
                signal[row] -= s * np.exp(-(((at - 0.04) / 0.01) ** 2))
    return replace(simulate_example("normal"), signal=signal)


def by_cell(paper, peaks):
    return zip(paper.cells, peaks, strict=True)


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_each_lead_has_its_own_r(layout, speed):
    # Upside down, as one layout draws it, aVR points up like the others.
    shown_record = record(down=("aVR",))
    paper = paper_geometry(shown_record, View(layout=layout, speed=speed))
    for cell, peaks in by_cell(paper, lead_peaks(paper, BEATS)):
        shown = [r for r in BEATS if cell.x0 <= paper.x_of(r) < cell.x1]
        expected = [r + LATE.get(cell.lead, 0.0) for r in shown]
        assert peaks == pytest.approx(expected, abs=0.003)


def test_a_small_r_before_a_deep_s_is_the_r():
    paper = paper_geometry(record(s=4.0), View(layout="12x1"))
    for lead, peaks in zip(LEADS, lead_peaks(paper, BEATS), strict=True):
        expected = [r + LATE.get(lead, 0.0) for r in BEATS]
        assert peaks == pytest.approx(expected, abs=0.003)


def test_a_lead_without_r_is_taken_at_its_deepest():
    paper = paper_geometry(record(down=("V1",)), View(layout="12x1"))
    beats = tuple(BeatSpan((r - 0.06, r + 0.09), None, None) for r in BEATS)
    peaks = dict(zip(LEADS, lead_peaks(paper, BEATS, beats), strict=True))
    assert peaks["V1"] == pytest.approx([r - 0.03 for r in BEATS], abs=0.003)
    assert peaks["V6"] == pytest.approx([r + 0.04 for r in BEATS], abs=0.003)


def test_what_was_not_recorded_keeps_the_time_of_all_leads():
    gap = record()
    gap.signal[:, 600:700] = np.nan
    paper = paper_geometry(gap, View(layout="12x1"))
    assert lead_peaks(paper, (0.5, 1.3))[0] == pytest.approx([0.53, 1.3], abs=0.003)


def test_the_window_shows_the_peaks_of_its_own_seconds():
    long = record()
    tiled = np.tile(long.signal, 2)
    paper = paper_geometry(replace(long, signal=tiled), View(layout="12x1", start_s=10))
    peaks = dict(zip(LEADS, lead_peaks(paper, (10.5, 11.3)), strict=True))
    assert peaks["V6"] == pytest.approx([10.54, 11.34], abs=0.003)


def test_no_peaks_leave_every_cell_empty():
    paper = paper_geometry(record())
    assert lead_peaks(paper, ()) == ((),) * len(paper.cells)
