import numpy as np
import pytest

from ecgkt.preprocess.gaps import fill_gaps

NAN = np.nan


@pytest.mark.parametrize(
    ("lead", "filled"),
    [
        ([1, NAN, 3], [1, 2, 3]),
        ([0, NAN, NAN, NAN, 4], [0, 1, 2, 3, 4]),
        ([NAN, NAN, 5, 6], [5, 5, 5, 6]),
        ([5, 6, NAN], [5, 6, 6]),
        ([NAN, 7, NAN], [7, 7, 7]),
    ],
)
def test_gaps_become_straight_lines(lead, filled):
    signal = np.array([lead, np.arange(len(lead))], np.float32)
    result = fill_gaps(signal)
    np.testing.assert_array_equal(result[0], filled)
    np.testing.assert_array_equal(result[1], np.arange(len(lead)))
    assert result.dtype == np.float32


def test_input_is_not_changed():
    signal = np.array([[1, NAN, 3]], np.float32)
    fill_gaps(signal)
    assert np.isnan(signal[0, 1])


def test_whole_signal_is_handed_on():
    signal = np.ones((2, 5), np.float32)
    assert fill_gaps(signal) is signal


def test_lead_without_any_sample_is_refused():
    with pytest.raises(ValueError, match="cannot be interpolated"):
        fill_gaps(np.array([[1, 2], [NAN, NAN]], np.float32))
