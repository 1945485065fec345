"""A filter is designed once for each rate, and nobody can spoil it for another."""

import numpy as np
import pytest
from scipy.signal import butter

from ecgkt.preprocess.butterworth import butterworth


@pytest.mark.parametrize("fs", [100.0, 250.0, 499.9, 1000.0])
def test_it_is_the_usual_design(fs):
    wanted = butter(2, (5.0, 20.0), "bandpass", fs=fs, output="sos")
    for _ in range(2):
        np.testing.assert_array_equal(
            butterworth(2, (5.0, 20.0), "bandpass", fs), wanted
        )


def test_nobody_writes_on_what_is_shared():
    given = butterworth(1, 0.5, "highpass", 500.0)
    wanted = given.copy()
    given[:] = 0
    np.testing.assert_array_equal(butterworth(1, 0.5, "highpass", 500.0), wanted)


def test_an_edge_beyond_half_the_rate_is_refused():
    with pytest.raises(ValueError, match="0 < Wn < fs/2"):
        butterworth(2, 20.0, "lowpass", 40.0)
