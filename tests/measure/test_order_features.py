import numpy as np
import pytest

from ecgkt.measure.order_features import ORDER_FEATURES, order_features

FS = 100.0


def features(signal, fs=FS):
    found = order_features(signal, fs)
    assert found.shape == (len(ORDER_FEATURES),)
    return dict(zip(ORDER_FEATURES, found.tolist(), strict=True))


def beats(times, *, p_before=0.16, wide=()):
    """Draw leads of narrow beats, each after a P wave, some of them wide."""
    clock = np.arange(1000) / FS
    lead = np.zeros(1000)
    for number, time in enumerate(times):
        width = 0.05 if number in wide else 0.012
        height = -1.5 if number in wide else 1.0
        lead += height * np.exp(-(((clock - time) / width) ** 2) / 2)
        if number not in wide:
            lead += 0.15 * np.exp(-(((clock - time + p_before) / 0.025) ** 2) / 2)
    return np.stack([lead * scale for scale in (1, 0.8, 1.2, -0.6, 0.5, 0.9, 1, 0.7)])


def test_a_steady_rhythm_has_no_early_beat_and_its_p_wave_in_place():
    found = features(beats(np.arange(0.5, 9.9, 0.8)))
    assert found["wide_premature_beats"] == found["narrow_premature_beats"] == 0
    assert found["before_peak_ms"] == pytest.approx(160, abs=15)
    assert found["shortest_rr"] == pytest.approx(1, abs=0.02)
    assert found["least_likeness"] > 0.95


@pytest.mark.parametrize("p_before", [0.12, 0.2, 0.26])
def test_the_wave_before_the_beat_is_found_where_it_stands(p_before):
    found = features(beats(np.arange(0.5, 9.9, 0.9), p_before=p_before))
    assert found["before_peak_ms"] == pytest.approx(1000 * p_before, abs=15)
    assert found["before_onset_ms"] > found["before_peak_ms"]


def test_an_early_wide_beat_is_counted():
    times = [0.5, 1.3, 2.1, 2.6, 3.7, 4.5, 5.3, 6.1, 6.9, 7.7, 8.5, 9.3]
    found = features(beats(times, wide={3}))
    assert found["wide_premature_beats"] == 1
    assert found["other_shape_share"] == pytest.approx(1 / 12, abs=0.02)
    assert found["widest_spread_ms"] > found["qrs_spread_ms"]


def test_too_few_beats_say_nothing():
    assert np.isnan(order_features(beats([1.0, 2.0, 3.0]), FS)).all()
    assert np.isnan(order_features(np.zeros((8, 1000)), FS)).all()
