"""What is drawn on the trace survives a trip through JSON."""

import json

import numpy as np
import pytest

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.measure.trace import trace_of
from ecgkt.report.measured_json import trace_from_dict, trace_to_dict
from tests.builders.planted_waves import MASK_FS, planted


def test_trace_holds_peaks_beats_and_the_median_beat():
    record, masks, _ = planted("normal")
    found = measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)
    trace = trace_of(found)
    assert len(trace.r_peaks) == len(found.peaks)
    assert trace.beats[3].qrs == pytest.approx(found.beats[3].qrs, abs=1e-4)
    assert trace.typical_beat.signal.dtype == np.float32
    assert trace.typical_beat.signal == pytest.approx(found.median_beat.beat, abs=6e-4)
    assert "t_offset" in trace.typical_beat.boundaries


@pytest.mark.parametrize("name", ["normal", "af"])
def test_trip_through_strict_json_changes_nothing(name):
    record, masks, _ = planted(name, rows=[row for row in range(12) if row != 2])
    signal = record.signal.copy()
    signal[2] = 0.0
    trace = trace_of(measure_ecg(signal, record.fs, masks, mask_fs=MASK_FS))
    assert np.isnan(trace.typical_beat.signal[2]).all()
    text = json.dumps(trace_to_dict(trace), allow_nan=False)
    assert trace_from_dict(json.loads(text)) == trace


def test_noise_has_an_empty_trace():
    rng = np.random.default_rng(0)
    signal = (0.05 * rng.standard_normal((12, 5000))).astype(np.float32)
    trace = trace_of(measure_ecg(signal, 500.0, None))
    assert (trace.r_peaks, trace.beats, trace.typical_beat) == ((), (), None)
    assert trace_from_dict(trace_to_dict(trace)) == trace
