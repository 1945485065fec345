"""Read back by another program: WFDB's own Python package."""

import numpy as np
import pytest
import wfdb

from ecgkt.io.wfdb.write_annotations import (
    MAX_STEP,
    QRS,
    Annotation,
    P,
    T,
    annotation_bytes,
    annotations_of,
)
from ecgkt.types.measurements import BeatSpan, Trace


def read_back(folder, marks):
    (folder / "a.atr").write_bytes(annotation_bytes(marks))
    return wfdb.rdann(str(folder / "a"), "atr")


def test_waves_and_beats_are_read_back(tmp_path):
    beat = BeatSpan(qrs=(0.46, 0.56), p=(0.30, 0.40), t=(0.70, 0.90))
    trace = Trace(r_peaks=(0.5, 1.5), beats=(beat,))
    found = read_back(tmp_path, annotations_of(trace, 500.0))
    marks = list(zip(found.sample.tolist(), found.symbol, strict=True))
    assert marks == [
        (150, "("),
        (175, "p"),
        (200, ")"),
        (230, "("),
        (250, "N"),
        (280, ")"),
        (350, "("),
        (400, "t"),
        (450, ")"),
        (750, "N"),
    ]
    assert found.num.tolist() == [P, P, P, QRS, QRS, QRS, T, T, T, QRS]


@pytest.mark.parametrize(
    "step", [0, 1, MAX_STEP, MAX_STEP + 1, 65_535, 65_536, 9_000_000]
)
def test_steps_of_any_length_are_read_back(step, tmp_path):
    marks = [Annotation(7, "N"), Annotation(7 + step, "N"), Annotation(9 + step, "N")]
    found = read_back(tmp_path, marks)
    assert np.diff(found.sample).tolist() == [step, 2]


def test_wave_that_begins_before_the_recording_has_no_mark_there():
    beat = BeatSpan(qrs=(-0.02, 0.06), p=None, t=None)
    marks = annotations_of(Trace(r_peaks=(0.02,), beats=(beat,)), 500.0)
    assert [mark.symbol for mark in marks] == ["N", ")"]


def test_no_trace_has_no_marks():
    assert annotations_of(None, 500.0) == []


def test_marks_out_of_order_are_refused():
    with pytest.raises(ValueError, match="order of time"):
        annotation_bytes([Annotation(5, "N"), Annotation(4, "N")])
