import numpy as np
import pytest

from ecgkt.preprocess.window import select_window


def ramp(n_samples):
    return np.tile(np.arange(n_samples, dtype=np.float32), (12, 1))


@pytest.mark.parametrize(
    ("n_samples", "used_s"), [(5000, 10), (15_000, 10), (5001, 10)]
)
def test_first_seconds_of_a_long_recording_are_used(n_samples, used_s):
    window = select_window(ramp(n_samples), 500, duration=10.0)
    np.testing.assert_array_equal(window.signal, ramp(5000))
    assert (window.start_s, window.used_s) == (0, used_s)


def test_short_recording_goes_on_with_its_own_beginning():
    window = select_window(ramp(4500), 500, duration=10.0)
    assert window.signal.shape == (12, 5000)
    np.testing.assert_array_equal(window.signal[:, :4500], ramp(4500))
    np.testing.assert_array_equal(window.signal[:, 4500:], ramp(500))
    assert window.used_s == 9


def test_very_short_recording_is_repeated():
    window = select_window(ramp(3), 1, duration=10.0)
    assert window.signal[0].tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]


def test_length_is_that_of_the_rounded_duration():
    assert select_window(ramp(4000), 360.4, duration=10.0).signal.shape == (12, 3604)


@pytest.mark.parametrize(
    ("n_samples", "fs", "duration"), [(0, 500, 10), (9, 0, 10), (9, 500, 0)]
)
def test_impossible_requests_are_refused(n_samples, fs, duration):
    with pytest.raises(ValueError, match=r"no .* s in"):
        select_window(ramp(n_samples), fs, duration=duration)
