"""The CTS-like set: exact masks of 250 Hz give exact intervals at every rate."""

import numpy as np
import pytest

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.studies.delineation.synthetic_intervals import (
    TARGETS,
    synthetic_case,
)
from tests.builders.planted_waves import MASK_FS, synthetic_masks

CASES = [
    (rate, height, fs, qrs)
    for rate, height, qrs in ((40, 0.5, 0.08), (75, 3.0, 0.13), (150, 1.0, 0.10))
    for fs in (250.0, 500.0, 1000.0)
]


@pytest.mark.parametrize("case", CASES)
def test_boundaries_lie_between_the_samples_of_the_masks(case):
    rate, height, fs, qrs = case
    made = synthetic_case(rate, height, fs, qrs=qrs)
    masks = synthetic_masks(made)
    found = measure_ecg(made.signal, fs, masks, mask_fs=MASK_FS)
    # P and T: a quarter of the 4 ms between two samples of the masks. QRS: a Gaussian
    # has no end, so that 2.5 sigma and a share of its steepest slope differ a little.
    p, qt, qrs = (found.values[name].value for name in ("p_ms", "qt_ms", "qrs_ms"))
    assert p == pytest.approx(made.truth["p_ms"], abs=1.0)
    for name in TARGETS:
        assert found.values[name].value == pytest.approx(made.truth[name], abs=3.5)
    jt = found.values["jt_ms"].value
    assert jt + qrs == pytest.approx(qt, abs=0.1)
    rate_found = found.values["heart_rate_bpm"].value
    assert rate_found == pytest.approx(made.truth["heart_rate_bpm"], rel=0.01)
    height_found = float(np.nanmax(found.median_beat.beat[1]))
    assert height_found == pytest.approx(made.truth["r_mv"], rel=0.05)
