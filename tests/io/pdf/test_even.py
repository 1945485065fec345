import numpy as np
import pytest

from ecgkt.io.pdf.even import sample_strips
from ecgkt.io.pdf.strips import Strip


def strip(times, lead="I", heights=None):
    heights = np.sin(9 * times) if heights is None else heights
    return Strip(lead, (np.column_stack((times, heights)),))


@pytest.mark.parametrize("fs", [71.43, 100, 250, 257, 500, 1000])
@pytest.mark.parametrize("decimals", [2, 4])
def test_even_points_are_the_samples(fs, decimals):
    """Places in hundredths of a point, as prints state them at 25 mm/s."""
    truth = np.arange(round(10 * fs)) / fs
    second = 25 * 72 / 25.4
    rounded = (truth * second).round(decimals) / second
    found = sample_strips([strip(rounded, heights=truth)])
    assert found.is_even
    assert found.fs == pytest.approx(fs, rel=1e-3 if decimals == 2 else 1e-5)
    assert fs != round(fs) or found.fs == fs
    np.testing.assert_array_equal(found.rows["I"], truth)


def test_gap_between_even_points_stays_a_gap():
    times = np.delete(np.arange(1000) / 500, np.s_[300:350])
    row = sample_strips([strip(times)]).rows["I"]
    assert np.flatnonzero(np.isnan(row)).tolist() == list(range(300, 350))


def test_columns_keep_their_time():
    first, later = np.arange(500) / 200, 2.5 + np.arange(500) / 200
    found = sample_strips([strip(first), strip(later, "V1")])
    assert (found.fs, len(found.rows["I"])) == (200, 1000)
    assert np.isnan(found.rows["I"][500:]).all()
    assert np.isnan(found.rows["V1"][:500]).all()
    np.testing.assert_allclose(found.rows["V1"][500:], np.sin(9 * later))


def test_merged_points_are_put_on_an_even_clock():
    """As a writer does that drops the points between equal heights."""
    times = np.arange(2500) / 500
    heights = np.round(np.sin(3 * times), 2)
    keep = np.append(True, np.diff(heights) != 0) | np.append(
        np.diff(heights) != 0, True
    )
    found = sample_strips([strip(times[keep], heights=heights[keep])])
    assert (found.is_even, found.fs) == (False, 500)
    np.testing.assert_allclose(found.rows["I"], heights, atol=1e-9)


def test_coarse_uneven_points_are_not_called_finer_than_they_are():
    times = np.cumsum(np.tile([0.02, 0.03, 0.05], 100))
    found = sample_strips([strip(times)])
    assert not found.is_even
    assert found.fs == pytest.approx(50, abs=1)


def test_points_of_two_rates_are_uneven():
    found = sample_strips(
        [strip(np.arange(500) / 500), strip(np.arange(250) / 250, "II")]
    )
    assert not found.is_even
    assert found.fs == pytest.approx(500, abs=1)
    assert np.isfinite(found.rows["II"][:490]).all()
