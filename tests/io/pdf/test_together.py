import numpy as np
import pytest

from ecgkt.io.pdf.together import show_same_seconds
from ecgkt.simulate.example import simulate_example


@pytest.mark.parametrize("example", ["normal", "af", "rbbb", "lbbb"])
@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_limb_and_chest_leads_of_the_same_seconds_agree(example, fs):
    signal = simulate_example(example, fs=fs, seed=4).signal.astype(float)
    assert show_same_seconds(signal[:6], signal[6:], fs)


@pytest.mark.parametrize("later_s", [0.1, 0.3, 0.5, 5.0])
def test_leads_of_other_seconds_do_not(later_s):
    signal = simulate_example("af", fs=500.0, seed=4, duration=20.0).signal.astype(
        float
    )
    first = round(500 * later_s)
    assert not show_same_seconds(
        signal[:6, :5000], signal[6:, first : first + 5000], 500
    )


def test_leads_without_beats_tell_nothing():
    assert not show_same_seconds(np.zeros((6, 5000)), np.zeros((6, 5000)), 500)
